import { sleep, type Clock } from '../clock.js';

/**
 * Starts one task after the other, in the order they came: the next when the one before has ended, or has had time
 * enough to reach the venue. So what hangs (no answer comes) does not hold back a cancellation until it times out.
 */
export class OrderedLane {
  private readonly clock: Clock;
  private free: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.free.then(task);
    const patience = new AbortController();
    const timeUp = this.free.then(() => sleep(this.clock, HELD_MS, patience.signal)).catch(() => undefined);
    const ended = result.then(ignore, ignore).finally(() => patience.abort());
    this.free = Promise.race([ended, timeUp]);
    return result;
  }
}

/** Far more than a request takes on its way; one that comes later all the same is refused for its old nonce. */
const HELD_MS = 1_000;

function ignore(): void {}
