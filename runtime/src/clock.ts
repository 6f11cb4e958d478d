/**
 * Time as connectors see it. Everything that waits, stamps or times out goes through a Clock, so that
 * tests run on virtual time and never sleep.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Calls back once after `delayMs` milliseconds, unless cancelled before. */
  schedule(delayMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** Wall time. Its timers do not keep the process alive on their own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    let handle: NodeJS.Timeout;
    const wait = (leftMs: number): void => {
      const step = Math.min(Math.max(0, leftMs), LONGEST_TIMEOUT_MS);
      handle = setTimeout(() => (step < leftMs ? wait(leftMs - step) : callback()), step);
      handle.unref();
    };
    wait(delayMs);
    return { cancel: () => clearTimeout(handle) };
  },
};

/** What setTimeout takes; it calls back at once for more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Resolves after `delayMs` on `clock`; rejects with the signal's reason when aborted before. */
export function sleep(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
