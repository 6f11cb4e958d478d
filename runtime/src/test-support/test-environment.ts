import type { ExchangeEnvironment } from '../environment.js';
import { createLogger, type RedactingLogger } from '../logging/logger.js';
import { ManualClock } from './manual-clock.js';

export interface TestEnvironment extends ExchangeEnvironment {
  readonly clock: ManualClock;
  readonly logger: RedactingLogger;
  /** Every line that was logged. */
  readonly lines: string[];
}

/** Manual time, a log that is kept, chance that is always in the middle. */
export function testEnvironment(): TestEnvironment {
  const clock = new ManualClock();
  const lines: string[] = [];
  const logger = createLogger({ level: 'debug', now: () => clock.now(), write: (line) => lines.push(line) });
  return { clock, logger, lines, random: () => 0.5 };
}
