/** What can go wrong with one REST request. Times in ms of virtual time unless they say otherwise. */
export type HttpFault =
  | { readonly kind: 'delay'; readonly ms: number }
  /** A random delay up to `ms`. */
  | { readonly kind: 'jitter'; readonly ms: number }
  /** `retryAfter`: seconds. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly retryAfter?: number }
  /** The venue's own rate-limit answer; `retryAfter`: seconds. */
  | { readonly kind: 'rate_limit'; readonly retryAfter?: number }
  /** The connection is reset. */
  | { readonly kind: 'reset' }
  /** The connection stays open and no answer comes. */
  | { readonly kind: 'drop_answer' }
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'empty'; readonly status?: number }
  /** The body ends in the middle. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'oversized'; readonly bytes: number }
  /** The right body under a wrong content type. */
  | { readonly kind: 'content_type'; readonly type?: string }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** The venue's own maintenance answer. */
  | { readonly kind: 'maintenance' }
  /** The body comes in pieces of `bytes`, one every `everyMs`. */
  | { readonly kind: 'slow_drip'; readonly bytes?: number; readonly everyMs?: number }
  /** While in force the venue's clock is off by `ms`; endpoint, phase and counts do not matter. */
  | { readonly kind: 'clock_skew'; readonly ms: number };

/** What can go wrong with one frame that the server sends on a stream. */
export type StreamFault =
  /** The connection is cut instead of the frame. */
  | { readonly kind: 'cut' }
  /** The connection stays open, but from this frame on nothing is sent, keep-alives neither. */
  | { readonly kind: 'silent' }
  /** Broken text comes before the frame; with `lost` instead of it. */
  | { readonly kind: 'malformed'; readonly lost?: boolean }
  | { readonly kind: 'duplicate' }
  /** The frame comes after the next one. */
  | { readonly kind: 'reorder' }
  | { readonly kind: 'frame_delay'; readonly ms: number }
  | { readonly kind: 'lost' };

/** What a stream tells. */
export const DATA_STREAMS = ['candles', 'orders', 'ticker', 'trades', 'book', 'fills', 'balances'] as const;
export type DataStream = (typeof DATA_STREAMS)[number];

interface FaultTrigger {
  /** The first event that is hit, counted from 1 among those the rule fits. Default 1. */
  readonly nth?: number;
  /** How many are hit. Default: 1 with `nth`, else all. */
  readonly times?: number;
  /** The chance of each, 0 to 1, drawn from the sandbox's seed. Default 1. */
  readonly probability?: number;
}

export interface HttpFaultRule extends FaultTrigger {
  /** An endpoint's name, its request line (`GET /api/v3/time`), or `*`. Default `*`. */
  readonly endpoint?: string;
  readonly fault: HttpFault;
  /**
   * Before: the request never reached the venue's engine. After: it did, and the answer suffers. Default before; after
   * for what spoils an answer (`empty`, `truncated`, `oversized`, `content_type`, `slow_drip`), which before it is the
   * venue's internal error.
   */
  readonly phase?: 'before' | 'after';
}

export interface StreamFaultRule extends FaultTrigger {
  /** Whose frames; `*`: those of every stream. */
  readonly stream: DataStream | '*';
  readonly fault: StreamFault;
}

/** Order events against the acknowledgement of the order they are about. */
export interface OrderEventsRule extends FaultTrigger {
  /** `fill_before_cancel`: a cancel finds its order filled, in the moment before it. */
  readonly orderEvents: 'before_answer' | 'twice' | 'lost' | 'fill_before_cancel';
}

/** What keeps a connection alive on the server's part (its pings, pongs and beats) is not sent. */
export interface KeepAliveRule extends FaultTrigger {
  readonly keepAlive: 'lost';
}

export type FaultRule = HttpFaultRule | StreamFaultRule | OrderEventsRule | KeepAliveRule;

export interface FaultHit {
  readonly at: number;
  readonly rule: FaultRule;
  /** What was hit: a request line, a stream. */
  readonly target: string;
}
