import type {
  FaultHit,
  FaultRule,
  HttpFault,
  HttpFaultRule,
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
  readonly now: () => number;
}

/** Which faults strike when: rules counted per event, chances drawn from one seed. */
export class FaultPlan {
  readonly #rules = new Map<number, ActiveRule>();
  readonly #hits: FaultHit[] = [];
  readonly #random: () => number;
  readonly #now: () => number;
  #lastId = 0;

  constructor(options: FaultPlanOptions) {
    this.#random = seededRandom(options.seed);
    this.#now = options.now;
  }

  add(rule: FaultRule): FaultHandle {
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
        (rule.phase ?? 'before') === phase &&
        (endpoint === '*' || names.includes(endpoint))
      );
    }).map(({ fault }) => fault);
  }

  strikeFrame(stream: 'candles' | 'orders'): readonly StreamFault[] {
    if (this.#rules.size === 0) return [];
    return this.#strike(isStream, stream, (rule) => rule.stream === '*' || rule.stream === stream).map(
      ({ fault }) => fault,
    );
  }

  strikeOrderEvents(kind: OrderEventsRule['orderEvents']): boolean {
    if (this.#rules.size === 0) return false;
    return this.#strike(isOrderEvents, 'order events', (rule) => rule.orderEvents === kind).length > 0;
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
      this.#hits.push({ at: this.#now(), rule, target });
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

const HITS_KEPT = 10_000;

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

function isHttp(rule: FaultRule): rule is HttpFaultRule {
  return !('stream' in rule) && !('orderEvents' in rule);
}

function isStream(rule: FaultRule): rule is StreamFaultRule {
  return 'stream' in rule;
}

function isOrderEvents(rule: FaultRule): rule is OrderEventsRule {
  return 'orderEvents' in rule;
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
