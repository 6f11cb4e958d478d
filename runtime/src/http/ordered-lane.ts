import { sleep, type Clock } from '../clock.js';

/**
 * Starts one task after the other, in the order they came: the next when the one before has ended, or when it has
 * waited long enough for all before it. So what hangs (no answer comes) does not hold back a cancellation until it
 * times out, however many hang.
 */
export class OrderedLane {
  private readonly clock: Clock;
  private last: { readonly started: Promise<void>; readonly ended: Promise<void> } = {
    started: Promise.resolve(),
    ended: Promise.resolve(),
  };

  constructor(clock: Clock) {
    this.clock = clock;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    const { started, ended } = this.last;
    const patience = new AbortController();
    const timeUp = sleep(this.clock, HELD_MS, patience.signal).catch(ignore);
    const turn = Promise.race([ended, Promise.all([started, timeUp])]).then(() => patience.abort());
    const result = turn.then(task);
    this.last = { started: turn, ended: result.then(ignore, ignore) };
    return result;
  }
}

/** Far more than a request takes on its way; one that comes later all the same is refused for its old nonce. */
const HELD_MS = 1_000;

function ignore(): void {}
