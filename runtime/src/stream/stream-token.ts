import { backoffDelay } from '../backoff.js';
import { sleep, type Timer } from '../clock.js';
import { milliseconds, type Duration } from '../duration.js';
import type { ExchangeEnvironment } from '../environment.js';
import { VenueException } from '../exceptions.js';
import { hideSecret } from '../logging/logger.js';

export interface StreamTokenOptions {
  readonly environment: ExchangeEnvironment;
  /** How long the venue takes it for valid, from the request that made or renewed it. */
  readonly lifetime: Duration;
  /** Shorter than `lifetime`. */
  readonly renewEvery: Duration;
  /** Asks the venue for a token. */
  readonly create: () => Promise<string>;
  readonly renew: (token: string) => Promise<unknown>;
  /** Gives it back to the venue, where it takes it. */
  readonly release?: (token: string) => Promise<unknown>;
}

/**
 * What opens a private stream (a listen key): asked for once and renewed while it is kept, so that one connection can
 * outlive it many times. A renewal whose outcome is not known is tried again as long as the token can be alive; one
 * that the venue refuses ends it. No log shows it.
 */
export class StreamToken {
  private readonly options: StreamTokenOptions;
  private readonly environment: ExchangeEnvironment;
  private readonly lifetimeMs: number;
  private held: Held | undefined;
  private creating: Promise<string> | undefined;
  private timer: Timer | undefined;
  private onExpired: (() => void) | undefined;
  private readonly masks: (() => void)[] = [];

  constructor(options: StreamTokenOptions) {
    this.options = options;
    this.environment = options.environment;
    this.lifetimeMs = milliseconds(options.lifetime);
  }

  /** The token while it lives, else a new one. Rejects as `create` does. */
  async current(): Promise<string> {
    const { held } = this;
    if (held !== undefined && this.environment.clock.now() < held.aliveUntil) {
      held.uses += 1;
      return held.value;
    }
    this.creating ??= this.create().finally(() => {
      this.creating = undefined;
    });
    return this.creating;
  }

  /** Renews it from now on; `onExpired` is called when it could not be kept, and the next one is a new one. */
  keep(onExpired: () => void): void {
    this.onExpired = onExpired;
    if (this.held !== undefined) this.schedule(this.held, 0);
  }

  /** Renews it no more; no timer is left. */
  stop(): void {
    this.onExpired = undefined;
    this.timer?.cancel();
  }

  /** The venue says that it has expired. */
  forget(): void {
    this.held = undefined;
    this.timer?.cancel();
  }

  /** A connection with it did not come about. One that was made for that connection is not to blame. */
  doubt(): void {
    if (this.held !== undefined && this.held.uses > 1) this.forget();
  }

  /** Stops, and gives it back where the venue takes it: for two seconds at most, whatever comes of it. */
  async release(): Promise<void> {
    const { held } = this;
    const { clock, logger } = this.environment;
    const { release } = this.options;
    this.stop();
    this.forget();
    if (held === undefined || release === undefined || clock.now() >= held.aliveUntil) return;
    const patience = new AbortController();
    const given = release(held.value).catch((error: unknown) =>
      logger.debug({ err: error }, 'the stream token could not be released; it expires by itself'),
    );
    await Promise.race([given, sleep(clock, RELEASE_MS, patience.signal).catch(() => undefined)]);
    patience.abort();
  }

  private async create(): Promise<string> {
    const { clock, logger } = this.environment;
    const askedAt = clock.now();
    const value = await this.options.create();
    this.masks.push(hideSecret(logger, value));
    // The one before may still be spoken of.
    if (this.masks.length > 2) this.masks.shift()?.();
    const held = { value, uses: 1, aliveUntil: askedAt + this.lifetimeMs, failures: 0 };
    this.held = held;
    this.scheduleNext(held, askedAt);
    return value;
  }

  private async renew(held: Held): Promise<void> {
    const { clock, logger, random } = this.environment;
    const askedAt = clock.now();
    if (askedAt >= held.aliveUntil) return this.expire('the stream token was not renewed in time');
    try {
      await this.options.renew(held.value);
    } catch (error) {
      if (this.held !== held || this.onExpired === undefined) return;
      if (isRefusal(error)) return this.expire('the venue does not renew the stream token', error);
      logger.warn({ err: error }, 'the stream token could not be renewed; trying again');
      this.schedule(held, backoffDelay(held.failures, RETRY, random));
      held.failures += 1;
      return;
    }
    held.failures = 0;
    held.aliveUntil = askedAt + this.lifetimeMs;
    if (this.held === held) this.scheduleNext(held, askedAt);
  }

  private scheduleNext(held: Held, askedAt: number): void {
    this.schedule(held, askedAt + milliseconds(this.options.renewEvery) - this.environment.clock.now());
  }

  /** Not later than it can be alive: then it is known to be lost. */
  private schedule(held: Held, delayMs: number): void {
    this.timer?.cancel();
    if (this.onExpired === undefined) return;
    const { clock } = this.environment;
    const delay = Math.max(0, Math.min(delayMs, held.aliveUntil - clock.now()));
    this.timer = clock.schedule(delay, () => void this.renew(held));
  }

  private expire(why: string, error?: unknown): void {
    const reason = error === undefined ? {} : { err: error };
    this.environment.logger.warn(reason, `${why}; the stream is opened with a new one`);
    this.forget();
    this.onExpired?.();
  }
}

const RETRY = { firstMs: 2_000, maxMs: 60_000 };
const RELEASE_MS = 2_000;

interface Held {
  readonly value: string;
  /** Connections that it was made or taken for. */
  uses: number;
  /** When the venue may take it for expired, ms. */
  aliveUntil: number;
  /** Renewals in a row whose outcome is not known. */
  failures: number;
}

/** The venue said no, and trying again does not mend it. */
function isRefusal(error: unknown): boolean {
  return error instanceof VenueException && !error.outcomeUnknown && !error.retryable;
}
