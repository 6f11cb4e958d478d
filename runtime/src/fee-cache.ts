import type { Clock } from './clock.js';
import { milliseconds, type Duration } from './duration.js';

type Rates = readonly [maker: number, taker: number];

export interface FeeCacheOptions {
  readonly clock: Clock;
  /** How long rates that were asked for count. */
  readonly lifetime: Duration;
  /** Asks the venue for the account's rates, as fractions. */
  readonly fetch: () => Promise<Rates>;
}

/** The account's fee rates, which change rarely: the venue is asked again when they are old, never twice at once. */
export class FeeCache {
  private readonly options: FeeCacheOptions;
  private readonly lifetimeMs: number;
  private asked: { readonly rates: Promise<Rates>; readonly at: number } | undefined;

  constructor(options: FeeCacheOptions) {
    this.options = options;
    this.lifetimeMs = milliseconds(options.lifetime);
  }

  /** The caller's own copy. Rejects as `fetch` does, which is asked again the next time. */
  async rates(): Promise<[maker: number, taker: number]> {
    const now = this.options.clock.now();
    if (this.asked === undefined || now - this.asked.at >= this.lifetimeMs) {
      this.asked = { rates: this.options.fetch(), at: now };
    }
    const { asked } = this;
    try {
      return [...(await asked.rates)];
    } catch (error) {
      if (this.asked === asked) this.forget();
      throw error;
    }
  }

  forget(): void {
    this.asked = undefined;
  }
}
