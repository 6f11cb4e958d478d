import type { Candle, CandleListener } from '../data/candle.js';
import type { Logger } from '../logging/logger.js';

/**
 * Calls a listener and logs what it throws, at once or, where it is an async function, later. Returns whether
 * it is at work still.
 */
export function callListener(listener: CandleListener | undefined, candle: Candle, logger: Logger): boolean {
  const report = (error: unknown): void => logger.error({ err: error }, 'the candle listener threw');
  try {
    const result: unknown = listener?.(candle);
    if (!(result instanceof Promise)) return false;
    result.catch(report);
    return true;
  } catch (error) {
    report(error);
    return false;
  }
}
