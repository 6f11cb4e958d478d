import { systemClock, type Clock } from './clock.js';
import { defaultLogger, type Logger } from './logging/logger.js';

/** What a connector takes from the world besides its network: time, a place for its log, chance. */
export interface ExchangeEnvironment {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); used for jitter and ids, never for keys. */
  readonly random: () => number;
}

export const systemEnvironment: ExchangeEnvironment = {
  clock: systemClock,
  logger: defaultLogger,
  random: Math.random,
};
