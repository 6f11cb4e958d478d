import { systemClock, type Clock } from './clock.js';
import { defaultLogger, type Logger } from './logging/logger.js';
import type { PlotData } from './plot/plot-data.js';

/** What a connector takes from the world besides its network: time, a place for its log, chance. */
export interface ExchangeEnvironment {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); used for jitter and ids, never for keys. */
  readonly random: () => number;
  /** Where closes and what becomes of orders are drawn; an exchange gives its building blocks its own. */
  readonly plot?: PlotData | undefined;
}

export const systemEnvironment: ExchangeEnvironment = {
  clock: systemClock,
  logger: defaultLogger,
  random: Math.random,
};
