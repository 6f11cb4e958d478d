import { sleep, type Timer } from '../clock.js';
import { milliseconds } from '../duration.js';
import { forEachAtOnce } from '../for-each-at-once.js';
import { AskBackoff } from './ask-backoff.js';
import type { OrderFollower } from './order-follower.js';
import type { OrderReport } from './order-report.js';
import type { OrderTrackerOptions } from './order-tracker.js';
import type { TrackedOrder } from './tracked-orders.js';

/** Asks for open orders again and again: less often while nothing changes, seldom while events are told. */
export class OrderPoll {
  private readonly options: OrderTrackerOptions;
  private readonly follower: OrderFollower;
  private readonly backoff: AskBackoff;
  private timer: Timer | undefined;
  /** Orders whose answer is still awaited. */
  private readonly asking = new Set<TrackedOrder>();
  private isRunning = false;
  private isAsking = false;
  /** Polls in a row that told nothing new. */
  private quiet = 0;

  constructor(options: OrderTrackerOptions, follower: OrderFollower) {
    this.options = options;
    this.follower = follower;
    this.backoff = new AskBackoff(options.environment);
  }

  start(): void {
    this.isRunning = true;
  }

  stop(): void {
    this.isRunning = false;
    this.timer?.cancel();
  }

  /** Something has changed, so that more may. */
  noteChange(): void {
    this.quiet = 0;
  }

  /** Begins to ask often again. */
  soon(delayMs?: number): void {
    this.quiet = 0;
    this.in(delayMs ?? this.delay());
  }

  in(delayMs: number): void {
    this.timer?.cancel();
    if (!this.isRunning) return;
    this.timer = this.options.environment.clock.schedule(delayMs, () => void this.now());
  }

  private delay(): number {
    if (this.options.events?.isLive === true) return EVENTS_CHECK_MS;
    const every = milliseconds(this.options.pollEvery ?? '1s');
    return Math.min(every * 1.5 ** Math.min(this.quiet, 20), Math.max(every, SLOWEST_POLL_MS));
  }

  private async now(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    this.quiet += 1;
    const { orders, placing } = this.follower;
    try {
      const followed = orders.all().filter(({ isKnown, order }) => isKnown && !placing.has(order));
      if (followed.length > 0) await this.ask(followed);
    } catch (error) {
      if (!this.isRunning) return;
      this.options.environment.logger.warn({ err: error }, 'open orders could not be polled; trying again');
    } finally {
      this.isAsking = false;
      if (orders.all().length > 0) this.in(this.delay());
    }
  }

  private async ask(followed: readonly TrackedOrder[]): Promise<void> {
    const listed = followed.length === 1 ? [] : await this.list();
    const told = new Map<TrackedOrder, OrderReport>();
    for (const report of listed) {
      const tracked = this.follower.orders.find(report);
      if (tracked !== undefined && !this.follower.placing.has(tracked.order)) told.set(tracked, report);
    }
    const left = followed.filter((tracked) => !told.has(tracked) && this.mayAsk(tracked));
    await forEachAtOnce([...told], ASKS_AT_ONCE, ([tracked, report]) =>
      this.onItsOwn(tracked, () => this.follower.take(tracked, report)),
    );
    await forEachAtOnce(left, ASKS_AT_ONCE, (tracked) =>
      this.onItsOwn(tracked, async () => {
        await this.follower.ask(tracked);
        this.follower.giveUpIfLost(tracked);
      }),
    );
  }

  /** Nothing where it cannot be had, or not be read for a single row of it: then each order is asked for. */
  private async list(): Promise<readonly OrderReport[]> {
    const { openOrders, environment } = this.options;
    if (openOrders === undefined || !this.backoff.isDue(openOrders)) return [];
    try {
      const reports = await openOrders();
      this.backoff.noteSuccess(openOrders);
      return reports;
    } catch (error) {
      this.backoff.noteFailure(openOrders);
      if (this.isRunning)
        environment.logger.warn({ err: error }, 'the list of open orders cannot be used; asking for each');
      return [];
    }
  }

  private mayAsk(tracked: TrackedOrder): boolean {
    return tracked.order.isOpen && !this.asking.has(tracked) && this.backoff.isDue(tracked);
  }

  /** What goes wrong with one order, or takes long, is no reason to leave the others alone. */
  private async onItsOwn(tracked: TrackedOrder, work: () => Promise<void>): Promise<void> {
    if (!this.isRunning) return;
    const patience = new AbortController();
    const timeUp = sleep(this.options.environment.clock, PATIENCE_MS, patience.signal);
    this.asking.add(tracked);
    const asked = this.tryOn(tracked, work).finally(() => {
      this.asking.delete(tracked);
      patience.abort();
    });
    await Promise.race([asked, timeUp.catch(() => undefined)]);
  }

  private async tryOn(tracked: TrackedOrder, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.backoff.noteSuccess(tracked);
    } catch (error) {
      this.backoff.noteFailure(tracked);
      this.follower.logFailedAsk(tracked, error);
    }
  }
}

const SLOWEST_POLL_MS = 5_000;
/** Events are told, but may be lost on the way. */
const EVENTS_CHECK_MS = 30_000;
const ASKS_AT_ONCE = 8;
/** So long an answer may hold up the next round. */
const PATIENCE_MS = 2_000;
