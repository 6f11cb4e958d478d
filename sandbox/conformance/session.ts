import { SimpleState, type Candle } from 'ats-runtime';
import type { EndpointName, LoadedVenue } from '../../venues/index.js';
import type { EngineOrder } from '../engine/types.js';
import { createSandbox, type Sandbox } from '../sandbox.js';
import { CapturedLog } from './captured-log.js';
import { ConnectorClock } from './connector-clock.js';
import type { Connector, ExchangeClass } from './connector.js';
import { CheckFailure } from './failure.js';
import { openSockets } from './leftovers.js';
import { seededRandom } from '../faults/fault-plan.js';

export interface SessionOptions {
  /** Changes to the configuration; `undefined` takes a key out. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, string>>;
  readonly state?: SimpleState;
  /** By symbol: candles that the venue is to have instead of those of its own trades, as CSV text. */
  readonly csv?: Readonly<Record<string, string>>;
}

export interface SessionSubject {
  readonly Exchange: ExchangeClass;
  readonly venue: LoadedVenue;
  readonly seed: number;
}

/** Virtual time that any single call of a connector may take before it counts as hanging. */
const CALL_LIMIT_MS = 180_000;
const STEP_MS = 250;
/** A new process takes a moment. */
const RESTART_MS = 1000;

/** A connector and the sandbox it talks to. The sandbox's engine is the judge of what is true. */
export class Session {
  readonly sandbox: Sandbox;
  readonly clock: ConnectorClock;
  readonly log: CapturedLog;
  readonly state: SimpleState;
  readonly exchange: Connector;
  readonly config: Readonly<Record<string, unknown>>;
  /** TCP sockets of this process when the connector was made. */
  readonly socketsBefore = openSockets();
  readonly #subject: SessionSubject;
  readonly #siblings: Session[] = [];

  /** A fresh calm sandbox on a manual clock, and a connector that is not connected yet. */
  static async open(subject: SessionSubject, options: SessionOptions = {}): Promise<Session> {
    const { venue, seed } = subject;
    const { credentials, csv } = options;
    const sandbox = await createSandbox({
      venue,
      seed,
      calm: true,
      ...(credentials === undefined ? {} : { credentials }),
      ...(csv === undefined ? {} : { csv }),
    });
    try {
      return new Session(sandbox, subject, options);
    } catch (error) {
      await sandbox.close();
      throw error;
    }
  }

  private constructor(sandbox: Sandbox, subject: SessionSubject, options: SessionOptions) {
    this.sandbox = sandbox;
    this.#subject = subject;
    this.clock = new ConnectorClock(sandbox.clock);
    this.log = new CapturedLog();
    this.state = options.state ?? new SimpleState();
    this.config = configFor(sandbox, options.config);
    this.exchange = new subject.Exchange(this.config, this.state, {
      clock: this.clock,
      logger: this.log.logger,
      random: seededRandom(subject.seed),
    });
  }

  /** Another connector on the same sandbox: what a restarted process would be, a moment later. */
  async restart(state: SimpleState): Promise<Session> {
    await this.advance(RESTART_MS);
    const sibling = new Session(this.sandbox, this.#subject, { state });
    this.#siblings.push(sibling);
    return sibling;
  }

  /** The market that is traded: `BTC/USDT`. */
  get symbol(): string {
    const { symbol } = this.config;
    return typeof symbol === 'string' ? symbol : (this.sandbox.symbols[0] ?? '');
  }

  /** The account's orders as the venue's ledger holds them, oldest first. */
  get ledgerOrders(): readonly EngineOrder[] {
    return this.sandbox.engine.orders(this.sandbox.account);
  }

  /** How many requests of this endpoint reached the venue. */
  requestCount(endpoint: EndpointName): number {
    return this.sandbox.requests.filter((request) => request.endpoint === endpoint).length;
  }

  /** Lets virtual time pass while the promise is pending. */
  async during<T>(promise: Promise<T>, limit = CALL_LIMIT_MS): Promise<T> {
    let settled = false;
    const note = (): void => {
      settled = true;
    };
    promise.then(note, note);
    await this.until(() => settled, 'the call to settle', limit);
    return promise;
  }

  /** Lets virtual time pass until the condition holds. */
  async until(condition: () => boolean, what: string, limit = CALL_LIMIT_MS): Promise<void> {
    let held = false;
    const check = (): boolean => (held ||= condition());
    try {
      await this.sandbox.clock.advanceUntil(check, { limit, step: STEP_MS });
    } catch (cause) {
      if (held) throw cause;
      throw new CheckFailure({
        expected: `${what} within ${limit / 1000} s of virtual time`,
        found: 'it did not happen',
        cause,
      });
    }
  }

  advance(ms: number): Promise<void> {
    return this.sandbox.clock.advance(ms);
  }

  connect(): Promise<void> {
    return this.during(this.exchange.connect());
  }

  disconnect(): Promise<void> {
    return this.during(this.exchange.disconnect());
  }

  /** Subscribes and collects what is delivered. */
  async collectCandles(): Promise<Candle[]> {
    const candles: Candle[] = [];
    await this.during(this.exchange.subscribeToCandles((candle) => candles.push(candle)));
    return candles;
  }

  async close(): Promise<void> {
    for (const session of [...this.#siblings, this]) await session.#stop();
    await this.sandbox.close();
  }

  /** However a check left its connector: faults off, and out of the way. */
  async #stop(): Promise<void> {
    this.sandbox.faults.clear();
    await this.during(this.exchange.disconnect(), 30_000).catch(() => undefined);
    await this.state.flush().catch(() => undefined);
  }
}

/** Complete for this kind of connector, but for the changes: a key that is `undefined` is not there. */
function configFor(
  sandbox: Sandbox,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const unused = sandbox.venue.description.kind === 'live' ? [] : Object.keys(sandbox.credentials);
  const config = Object.entries(sandbox.config()).filter(([key]) => !unused.includes(key));
  const changed = Object.entries({ ...Object.fromEntries(config), ...changes });
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}
