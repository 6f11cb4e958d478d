/** Waiting longer after each failure, with chance in it so that many clients do not come back at once. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Milliseconds to wait after failure number `attempt` (0 is the first): half of the doubled time, plus chance. */
export function backoffDelay(attempt: number, options: BackoffOptions, random: () => number): number {
  const whole = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt, 30));
  return whole / 2 + (whole / 2) * random();
}
