import type { Timer } from '../clock.js';
import { milliseconds } from '../duration.js';
import type { OrderFollower } from './order-follower.js';
import type { OrderTrackerOptions } from './order-tracker.js';
import type { TrackedOrder } from './tracked-orders.js';

/** Asks for open orders again and again: less often while nothing changes, seldom while events are told. */
export class OrderPoll {
  private readonly options: OrderTrackerOptions;
  private readonly follower: OrderFollower;
  private timer: Timer | undefined;
  private isRunning = false;
  private isAsking = false;
  /** Polls in a row that told nothing new. */
  private quiet = 0;

  constructor(options: OrderTrackerOptions, follower: OrderFollower) {
    this.options = options;
    this.follower = follower;
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
    const { orders, placing } = this.follower;
    const told = new Set<TrackedOrder>();
    const reports = followed.length === 1 ? [] : ((await this.options.openOrders?.()) ?? []);
    for (const report of reports) {
      const tracked = orders.find(report);
      if (tracked === undefined || placing.has(tracked.order)) continue;
      told.add(tracked);
      await this.follower.take(tracked, report);
    }
    for (const tracked of followed) {
      if (!this.isRunning) return;
      if (told.has(tracked) || !tracked.order.isOpen) continue;
      await this.follower.ask(tracked);
      this.follower.giveUpIfLost(tracked);
    }
  }
}

const SLOWEST_POLL_MS = 5_000;
/** Events are told, but may be lost on the way. */
const EVENTS_CHECK_MS = 30_000;
