import { sleep } from 'ats-runtime';
import type { ServerResponse } from 'node:http';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import { httpOutcome, type HttpOutcome, type OutcomeContext } from '../faults/http-outcome.js';
import type { SandboxHooks } from '../hooks.js';
import type { Activity } from './activity.js';
import { hookRequest } from './authority.js';
import type { Answered, Dialect, RoutedRequest } from './dialect.js';
import { startReply, writeReply } from './http-server.js';
import { retryAfterHeaders } from './rate-limits.js';
import { changesOrders } from './routes.js';
import { RequestEntry, type RequestLog } from './request-log.js';
import { TurnQueue } from './turn-queue.js';
import type { WireReply, WireRequest } from './wire.js';

/** Order events that come about while a request is processed wait for its answer. */
export interface EventGate {
  hold(): void;
  release(): void;
}

interface VenueHandlerOptions {
  readonly dialect: Dialect;
  readonly faults: FaultPlan;
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly log: RequestLog;
  readonly events: EventGate;
  readonly mask: (text: string) => string;
  readonly hooks: SandboxHooks;
  readonly retryAfter: Parameters<typeof retryAfterHeaders>[0];
}

/** Answers the venue's REST requests, faults included. */
export class VenueHandler {
  readonly #options: VenueHandlerOptions;
  readonly #answers = new TurnQueue();

  constructor(options: VenueHandlerOptions) {
    this.#options = options;
  }

  /** Answered when what it returns resolves. */
  handle(request: WireRequest, response: ServerResponse): Promise<void> {
    const { dialect, log, mask, faults } = this.#options;
    const entry = new RequestEntry(request, mask);
    log.add(entry);
    const routed = dialect.routed(request);
    entry.endpoint = routed.route?.name;
    if (!faults.isIdle) return this.#handleWithFaults(routed, response, entry);
    return this.#handlePlain(routed, response, entry);
  }

  #handlePlain(routed: RoutedRequest, response: ServerResponse, entry: RequestEntry): Promise<void> {
    const { events, activity, clock } = this.#options;
    events.hold();
    const { reply, signature, detail } = this.#answer(routed);
    entry.verdict = signature;
    entry.detail = detail;
    entry.answered(reply);
    const now = clock.now();
    return this.#answers.add(() => {
      activity.touch();
      try {
        writeReply(response, reply, now);
      } catch {
        // A header that HTTP does not have: this client loses its connection, the others live on.
        response.destroy();
      } finally {
        events.release();
      }
    });
  }

  async #handleWithFaults(
    routed: RoutedRequest,
    response: ServerResponse,
    entry: RequestEntry,
  ): Promise<void> {
    const { events, faults } = this.#options;
    const before = this.#outcome(routed, 'before', entry, undefined);
    if (before.delayMs > 0) await this.#park(before.delayMs);
    if (before.changed) return this.#deliver(before, response, entry);
    events.hold();
    const answered = this.#answer(routed);
    entry.verdict = answered.signature;
    entry.detail = answered.detail;
    const after = this.#outcome(routed, 'after', entry, answered.reply);
    const isPlain = after.delayMs === 0 && after.ending === 'answer';
    const eventsFirst = isOrderPurpose(routed) && faults.strikeOrderEvents('before_answer');
    if (!isPlain || eventsFirst) {
      events.release();
      if (eventsFirst) await turns(EVENTS_AHEAD_TURNS);
      if (after.delayMs > 0) await this.#park(after.delayMs);
      return this.#deliver(after, response, entry);
    }
    const delivered = this.#deliver(after, response, entry);
    events.release();
    return delivered;
  }

  /** A fault of our own is answered as the venue's internal error; the server lives on. */
  #answer(routed: RoutedRequest): Answered {
    const { dialect, hooks, clock } = this.#options;
    try {
      const answered = dialect.answer(routed);
      if (hooks.answer === undefined) return answered;
      const { request, route } = routed;
      const reply = hooks.answer(answered.reply, hookRequest(request, route, clock.now()));
      return reply === undefined ? answered : { ...answered, reply };
    } catch (error) {
      return { reply: dialect.errors.reply('internal'), detail: `the sandbox failed: ${String(error)}` };
    }
  }

  #outcome(
    { route, request }: RoutedRequest,
    phase: 'before' | 'after',
    entry: RequestEntry,
    reply: WireReply | undefined,
  ): HttpOutcome {
    const { dialect, faults } = this.#options;
    const line = `${request.method} ${request.path}`;
    const names = route === undefined ? [line] : [line, route.line, route.purpose, ...route.alike];
    const struck = faults.strikeRequest(names, phase);
    if (struck.length === 0) return { ...UNHARMED, reply: reply ?? NO_REPLY };
    entry.faults = [...entry.faults, ...struck.map(({ kind }) => kind)];
    return httpOutcome(struck, reply ?? dialect.errors.reply('internal'), this.#context());
  }

  #context(): OutcomeContext {
    const { dialect, faults, retryAfter } = this.#options;
    return {
      random: () => faults.random(),
      maintenance: () => dialect.errors.reply('maintenance'),
      rateLimited: (seconds) =>
        dialect.errors.reply(
          'rate_limit',
          undefined,
          seconds === undefined
            ? {}
            : retryAfterHeaders(retryAfter === 'none' ? 'header_seconds' : retryAfter, seconds * 1000),
        ),
    };
  }

  async #deliver(outcome: HttpOutcome, response: ServerResponse, entry: RequestEntry): Promise<void> {
    const { activity, clock } = this.#options;
    activity.touch();
    if (outcome.ending === 'reset') return void response.socket?.resetAndDestroy();
    if (outcome.ending === 'drop') return;
    entry.answered(outcome.reply);
    if (outcome.drip === undefined) return writeReply(response, outcome.reply, clock.now());
    startReply(response, outcome.reply, clock.now());
    const bytes = Buffer.from(outcome.reply.body);
    for (let from = 0; from < bytes.length && !response.destroyed; from += outcome.drip.bytes) {
      response.write(bytes.subarray(from, from + outcome.drip.bytes));
      await this.#park(outcome.drip.everyMs);
    }
    response.end();
  }

  /** Waits on the virtual clock, which must not wait for this request meanwhile. */
  async #park(ms: number): Promise<void> {
    const { activity, clock } = this.#options;
    const goOn = activity.parked();
    await sleep(clock, ms);
    goOn();
  }
}

const UNHARMED = { delayMs: 0, ending: 'answer', changed: false } as const;

/** Stands for the answer of a request that is still to be processed. */
const NO_REPLY: WireReply = { status: 500, headers: {}, body: '' };

/** Time for a client to take in what came over its other socket. */
const EVENTS_AHEAD_TURNS = 12;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function isOrderPurpose({ route }: RoutedRequest): boolean {
  return route !== undefined && changesOrders(route);
}
