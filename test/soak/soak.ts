import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, OrderStatus, SimpleState, type Order } from 'ats-runtime';
import { createSandbox, type LoadedVenue, type Sandbox } from '../../sandbox/index.js';
import type { Connector, ExchangeClass } from '../../sandbox/conformance/connector.js';
import { seededRandom } from '../../sandbox/faults/fault-plan.js';
import { discrepancies, type Discrepancy } from './compare.js';
import { ConnectorProcess } from './connector-process.js';
import { tradeAgainst } from './counterparties.js';
import { addFaults, struckByKind } from './fault-mix.js';
import { runOrders, type FlowOutcome } from './order-flow.js';

export interface SoakOptions {
  readonly Exchange: ExchangeClass;
  readonly venue: LoadedVenue;
  readonly orders: number;
  /** The share of requests, frames and order events that are struck, 0 to 1. */
  readonly faults: number;
  readonly seed: number;
  /** Kills the connector's process midway and goes on with a new one that has nothing but the state file. */
  readonly restart: boolean;
}

export interface SoakResult {
  readonly orders: number;
  readonly lost: number;
  readonly double: number;
  readonly wrong: number;
  /** Of the ledger, by status; `REJECTED` are those it does not have. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly refused: number;
  readonly cancels: number;
  /** Calls that ended without the outcome being known; their orders are judged like all others. */
  readonly unknown: number;
  /** Open orders of the killed process. */
  readonly recovered: number;
  readonly candles: { readonly delivered: number; readonly missing: number; readonly double: number };
  readonly requests: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly virtualSeconds: number;
  readonly seconds: number;
  /** The first of what differs, in words. */
  readonly found: readonly string[];
}

/**
 * Trades through a connector against the mock exchange while everything goes wrong that can, in virtual time, and
 * then compares every order with the venue's ledger.
 */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const { venue, seed } = options;
  const sandbox = await createSandbox({ venue, seed, calm: true });
  try {
    return await new Soak(options, sandbox, folder).run();
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const DAY_MS = 86_400_000;
/** How long after the last call the connector may take to learn the truth, faults still in force. */
const QUIET_MS = 900_000;
const FOUND_SHOWN = 10;

interface Generation {
  readonly exchange: Connector;
  readonly process: ConnectorProcess;
  readonly state: SimpleState;
  readonly stateFile: string;
}

class Soak {
  readonly #options: SoakOptions;
  readonly #sandbox: Sandbox;
  readonly #folder: string;
  readonly #random: () => number;
  readonly #broken: Discrepancy[] = [];
  /** Times of the candles that each process got. */
  readonly #candles: number[][] = [];
  #orders: Order[] = [];
  #recovered = 0;

  constructor(options: SoakOptions, sandbox: Sandbox, folder: string) {
    this.#options = options;
    this.#sandbox = sandbox;
    this.#folder = folder;
    this.#random = seededRandom(options.seed + 11);
  }

  async run(): Promise<SoakResult> {
    const began = performance.now();
    const { clock, faults, engine, account } = this.#sandbox;
    const { seed, restart, orders } = this.#options;
    const virtualStart = clock.now();
    for (const [asset, amount] of WEALTH) engine.deposit(account, asset, amount);
    addFaults(faults, this.#options.faults);
    const endTrading = tradeAgainst({ engine, account, clock, seed });
    const endSkewing = this.#skewClocks();

    const first = Math.floor(restart ? orders / 2 : orders);
    let current = await this.#start(join(this.#folder, 'state.json'));
    const outcomes: FlowOutcome[] = [];
    if (restart) {
      await this.#runUntilKilled(current, first);
      current = await this.#restart(current);
      outcomes.push(await this.#trade(current, orders - first));
    } else {
      outcomes.push(await this.#trade(current, first));
    }
    endSkewing();
    // What was under way when trading ended may still arrive at the venue: only then is its ledger final.
    await this.#until(() => this.#differences(current).length === 0, QUIET_MS).catch(() => undefined);
    const found = [
      ...this.#broken,
      ...outcomes.flatMap(({ broken }) => broken),
      ...this.#differences(current),
    ];
    endTrading();
    const counted = this.#result(found, outcomes);
    faults.clear();
    await this.#during(current.process.run(() => current.exchange.disconnect()));
    current.process.close();
    return {
      ...counted,
      virtualSeconds: Math.round((clock.now() - virtualStart) / 1000),
      seconds: Math.round((performance.now() - began) / 100) / 10,
    };
  }

  /** A connector of its own process, connected, however often that takes. */
  async #start(stateFile: string): Promise<Generation> {
    const { Exchange, seed } = this.#options;
    const process = new ConnectorProcess(this.#sandbox.clock);
    const state = await SimpleState.open(stateFile);
    const environment = {
      clock: process.clock,
      logger: createLogger({ write: () => undefined }),
      random: seededRandom(seed + 7),
    };
    const exchange = process.run(() => new Exchange(this.#sandbox.config(), state, environment));
    await this.#insist(() => process.run(() => exchange.connect()));
    const times: number[] = [];
    this.#candles.push(times);
    const onCandle = (candle: { readonly timestamp: number }): void => void times.push(candle.timestamp);
    await this.#insist(() => process.run(() => exchange.subscribeToCandles(onCandle)));
    return { exchange, process, state, stateFile };
  }

  async #trade(generation: Generation, count: number): Promise<FlowOutcome> {
    return this.#during(this.#begin(generation, count));
  }

  #begin({ exchange, process }: Generation, count: number, onOrder?: () => void): Promise<FlowOutcome> {
    const { engine, symbols } = this.#sandbox;
    const symbol = symbols[0] ?? '';
    return process.run(() =>
      runOrders({
        exchange,
        clock: process.clock,
        random: this.#random,
        symbol,
        price: () => engine.lastPrice(symbol)?.toNumber() ?? 0,
        count,
        onOrder: (order) => {
          this.#orders.push(order);
          onOrder?.();
        },
      }),
    );
  }

  /** Kills the process in the middle of what it does: while requests and the state's file are on their way. */
  async #runUntilKilled(generation: Generation, count: number): Promise<void> {
    let isKilled = false;
    let started = 0;
    const kill = (): void => {
      generation.process.kill();
      copyFileSync(generation.stateFile, `${generation.stateFile}.left`);
      isKilled = true;
    };
    void this.#begin(generation, count + 1, () => {
      started += 1;
      if (started === count) setImmediate(kill);
    });
    await this.#until(() => isKilled, DAY_MS);
    generation.process.close();
  }

  /** A new process takes over: its own orders are the ones that it recovers, the dead one's closed ones stay as they were. */
  async #restart(dead: Generation): Promise<Generation> {
    const { engine, account } = this.#sandbox;
    const open = new Set(this.#orders.filter((order) => order.isOpen).map((order) => order.clientOrderId));
    this.#orders = this.#orders.filter((order) => !order.isOpen);
    const next = await this.#start(`${dead.stateFile}.left`);
    const waiting = (): boolean => this.#noted(next).some((id) => open.has(id));
    const adopted = new Map<string, Order>();
    const adopt = async (): Promise<void> => {
      for (const entry of engine.orders(account)) {
        if (!open.has(entry.clientOrderId) || adopted.has(entry.id)) continue;
        const order = await next.exchange.getOrder(entry.id);
        if (order !== undefined) adopted.set(entry.id, order);
      }
    };
    await adopt();
    // Orders whose outcome was unknown are still looked up.
    await this.#until(() => (void adopt(), !waiting()), TAKE_OVER_MS).catch(() => undefined);
    this.#recovered = adopted.size;
    this.#orders.push(...adopted.values());
    return next;
  }

  /** Client order ids that the state has as open. */
  #noted({ state }: Generation): readonly string[] {
    return state.keys().flatMap((key) => (key.startsWith(NOTE) ? [key.slice(NOTE.length)] : []));
  }

  #differences(current: Generation): readonly Discrepancy[] {
    const ledger = this.#sandbox.engine.orders(this.#sandbox.account);
    const noted = new Set<string | undefined>(this.#noted(current));
    const openAtVenue = ledger.filter((entry) => entry.isOpen).map((entry) => entry.clientOrderId);
    const forgotten = openAtVenue.filter((id) => !noted.has(id));
    const stale = [...noted].filter((id) => !openAtVenue.includes(id));
    return [
      ...discrepancies(this.#orders, ledger),
      ...forgotten.map((id) => ({ kind: 'lost', what: `${id} is open and not in the state` }) as const),
      ...stale.map((id) => ({ kind: 'wrong', what: `${id} is in the state and not open` }) as const),
    ];
  }

  #result(
    found: readonly Discrepancy[],
    outcomes: readonly FlowOutcome[],
  ): Omit<SoakResult, 'seconds' | 'virtualSeconds'> {
    const { engine, account, faults, requests } = this.#sandbox;
    const count = (kind: Discrepancy['kind']): number => found.filter((each) => each.kind === kind).length;
    const sum = (read: (outcome: FlowOutcome) => number): number =>
      outcomes.reduce((total, outcome) => total + read(outcome), 0);
    return {
      orders: this.#options.orders,
      lost: count('lost'),
      double: count('double'),
      wrong: count('wrong'),
      statuses: countBy([
        ...engine.orders(account).map(({ status }) => status),
        ...this.#orders.flatMap(({ status }) => (status === OrderStatus.REJECTED ? [status] : [])),
      ]),
      refused: sum(({ refused }) => refused),
      cancels: sum(({ cancels }) => cancels),
      unknown: sum(({ unknown }) => unknown),
      recovered: this.#recovered,
      candles: candleCounts(this.#candles),
      // The log keeps the latest ones; they are numbered from 1.
      requests: requests.at(-1)?.id ?? 0,
      faults: struckByKind(faults),
      found: found.slice(0, FOUND_SHOWN).map(({ kind, what }) => `${kind}: ${what}`),
    };
  }

  /** Now and then the venue's clock is off for a while. Returns how to stop. */
  #skewClocks(): () => void {
    const { clock, faults } = this.#sandbox;
    if (this.#options.faults <= 0) return () => undefined;
    const random = seededRandom(this.#options.seed + 23);
    let skew: { remove(): void } | undefined;
    const turn = (): void => {
      skew?.remove();
      skew = undefined;
      if (random() < this.#options.faults * 4) {
        const ms = Math.round((random() - 0.5) * 60_000);
        skew = faults.add({ fault: { kind: 'clock_skew', ms } });
      }
      timer = clock.schedule(SKEW_TURN_MS, turn);
    };
    let timer = clock.schedule(SKEW_TURN_MS, turn);
    return () => {
      timer.cancel();
      skew?.remove();
    };
  }

  /** Tries until it succeeds: with these faults that may take a few goes. */
  async #insist(work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#during(work());
      } catch (error) {
        if (attempt >= MOST_ATTEMPTS) throw error;
        await this.#sandbox.clock.advance(5_000);
      }
    }
  }

  /** Lets virtual time pass while the promise is pending. */
  async #during<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const note = (): void => {
      isSettled = true;
    };
    promise.then(note, note);
    await this.#until(() => isSettled, DAY_MS);
    return promise;
  }

  #until(condition: () => boolean, limit: number): Promise<void> {
    return this.#sandbox.clock.advanceUntil(condition, { limit, step: 1_000 });
  }
}

/** The order tracker's notes in the state. */
const NOTE = 'open_order:';
const WEALTH = [
  ['USDT', '100000000'],
  ['BTC', '5000'],
] as const;
const TAKE_OVER_MS = 300_000;
const SKEW_TURN_MS = 20_000;
const MOST_ATTEMPTS = 50;

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Of one-minute candles, by their times in Unix seconds; what falls between two processes is nobody's. */
function candleCounts(runs: readonly (readonly number[])[]): SoakResult['candles'] {
  let [delivered, missing, double] = [0, 0, 0];
  for (const times of runs.filter(({ length }) => length > 0)) {
    const single = new Set(times);
    delivered += times.length;
    missing += (Math.max(...times) - Math.min(...times)) / 60 + 1 - single.size;
    double += times.length - single.size;
  }
  return { delivered, missing, double };
}
