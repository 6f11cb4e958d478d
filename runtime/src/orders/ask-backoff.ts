import { backoffDelay } from '../backoff.js';
import type { ExchangeEnvironment } from '../environment.js';

/** When what could not be asked for may be asked for again: each thing on its own, so that none holds up another. */
export class AskBackoff {
  private readonly environment: Pick<ExchangeEnvironment, 'clock' | 'random'>;
  private readonly failed = new WeakMap<object, Failed>();

  constructor(environment: Pick<ExchangeEnvironment, 'clock' | 'random'>) {
    this.environment = environment;
  }

  isDue(subject: object): boolean {
    return (this.failed.get(subject)?.nextAt ?? 0) <= this.environment.clock.now();
  }

  noteSuccess(subject: object): void {
    this.failed.delete(subject);
  }

  noteFailure(subject: object): void {
    const { clock, random } = this.environment;
    const times = this.failed.get(subject)?.times ?? 0;
    this.failed.set(subject, {
      times: times + 1,
      nextAt: clock.now() + backoffDelay(times, BACKOFF, random),
    });
  }
}

interface Failed {
  /** In a row. */
  readonly times: number;
  /** In milliseconds since 1970. */
  readonly nextAt: number;
}

const BACKOFF = { firstMs: 1_000, maxMs: 10_000 };
