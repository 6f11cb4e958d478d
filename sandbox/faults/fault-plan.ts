import type {
  DataStream,
  FaultHit,
  FaultRule,
  HttpFault,
  HttpFaultRule,
  KeepAliveRule,
  OrderEventsRule,
  StreamFault,
  StreamFaultRule,
} from './fault.js';

export interface FaultHandle {
  readonly id: number;
  readonly rule: FaultRule;
  remove(): void;
}

interface FaultPlanOptions {
  readonly seed: number;
  /** Whether requests can be meant by that; default: by anything. */
  readonly isEndpoint?: (name: string) => boolean;
  readonly now: () => number;
}

/** Which faults strike when: rules counted per event, chances drawn from one seed. */
export class FaultPlan {
  readonly #rules = new Map<number, ActiveRule>();
  readonly #hits: FaultHit[] = [];
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #isEndpoint: (name: string) => boolean;
  #lastId = 0;

  constructor(options: FaultPlanOptions) {
    this.#random = seededRandom(options.seed);
    this.#now = options.now;
    this.#isEndpoint = options.isEndpoint ?? (() => true);
  }

  /** @throws UnknownEndpointError where the rule can never strike, as the venue has no such endpoint */
  add(rule: FaultRule): FaultHandle {
    if (
      isHttp(rule) &&
      rule.endpoint !== undefined &&
      rule.endpoint !== '*' &&
      !this.#isEndpoint(rule.endpoint)
    )
      throw new UnknownEndpointError(rule.endpoint);
    this.#lastId += 1;
    const id = this.#lastId;
    this.#rules.set(id, { rule, seen: 0, struck: 0 });
    return { id, rule, remove: () => void this.#rules.delete(id) };
  }

  remove(id: number): boolean {
    return this.#rules.delete(id);
  }

  clear(): void {
    this.#rules.clear();
  }

  /** The rules in force. */
  get rules(): readonly { readonly id: number; readonly rule: FaultRule }[] {
    return [...this.#rules].map(([id, { rule }]) => ({ id, rule }));
  }

  /** What has struck so far. */
  get log(): readonly FaultHit[] {
    return this.#hits;
  }

  /** How far the venue's clock is off, ms. */
  get clockSkew(): number {
    let skew = 0;
    for (const { rule } of this.#rules.values()) {
      if (isHttp(rule) && rule.fault.kind === 'clock_skew') skew += rule.fault.ms;
    }
    return skew;
  }

  /** No rule is in force: nothing can strike. */
  get isIdle(): boolean {
    return this.#rules.size === 0;
  }

  /** A number in [0, 1) from the plan's seed. */
  random(): number {
    return this.#random();
  }

  /** The faults that strike a request now. */
  strikeRequest(names: readonly string[], phase: 'before' | 'after'): readonly HttpFault[] {
    if (this.#rules.size === 0) return [];
    return this.#strike(isHttp, names[0] ?? '', (rule) => {
      const { endpoint = '*', fault } = rule;
      return (
        fault.kind !== 'clock_skew' &&
        (rule.phase ?? usualPhase(fault)) === phase &&
        (endpoint === '*' || names.includes(endpoint))
      );
    }).map(({ fault }) => fault);
  }

  strikeFrame(stream: DataStream): readonly StreamFault[] {
    if (this.#rules.size === 0) return [];
    return this.#strike(isStream, stream, (rule) => rule.stream === '*' || rule.stream === stream).map(
      ({ fault }) => fault,
    );
  }

  strikeOrderEvents(kind: OrderEventsRule['orderEvents']): boolean {
    if (this.#rules.size === 0) return false;
    return this.#strike(isOrderEvents, 'order events', (rule) => rule.orderEvents === kind).length > 0;
  }

  strikeKeepAlive(): boolean {
    if (this.#rules.size === 0) return false;
    return this.#strike(isKeepAlive, 'keep-alive', () => true).length > 0;
  }

  #strike<R extends FaultRule>(
    is: (rule: FaultRule) => rule is R,
    target: string,
    fits: (rule: R) => boolean,
  ): readonly R[] {
    const struck: R[] = [];
    for (const active of this.#rules.values()) {
      const { rule } = active;
      if (!is(rule) || !fits(rule) || !this.#triggers(active)) continue;
      struck.push(rule);
      this.#hits.push({ at: Math.floor(this.#now()), rule, target });
      if (this.#hits.length > HITS_KEPT) this.#hits.shift();
    }
    return struck;
  }

  #triggers(active: ActiveRule): boolean {
    const { nth, times = nth === undefined ? Infinity : 1, probability = 1 } = active.rule;
    active.seen += 1;
    if (active.seen < (nth ?? 1) || active.struck >= times) return false;
    if (probability < 1 && this.#random() >= probability) return false;
    active.struck += 1;
    return true;
  }
}

export class UnknownEndpointError extends RangeError {
  constructor(endpoint: string) {
    super(
      `endpoint: the venue has no ${JSON.stringify(endpoint)}; take an endpoint's name (place_order), a request line it serves, or *`,
    );
  }
}

const HITS_KEPT = 10_000;

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** What spoils an answer needs one. */
function usualPhase({ kind }: HttpFault): 'before' | 'after' {
  return SPOILS_ANSWER.has(kind) ? 'after' : 'before';
}

const SPOILS_ANSWER: ReadonlySet<HttpFault['kind']> = new Set([
  'empty',
  'truncated',
  'oversized',
  'content_type',
  'slow_drip',
]);

function isHttp(rule: FaultRule): rule is HttpFaultRule {
  return !isStream(rule) && !isOrderEvents(rule) && !isKeepAlive(rule);
}

function isStream(rule: FaultRule): rule is StreamFaultRule {
  return 'stream' in rule;
}

function isOrderEvents(rule: FaultRule): rule is OrderEventsRule {
  return 'orderEvents' in rule;
}

function isKeepAlive(rule: FaultRule): rule is KeepAliveRule {
  return 'keepAlive' in rule;
}

/** Mulberry32: small, fast, the same everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
