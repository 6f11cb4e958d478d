import { Order, sleep, symbolText, parseSymbol, type BaseExchange, type Clock } from 'ats-runtime';
import { messageOf } from '../cli/errors.js';
import type { ScriptedOrder } from './order-script.js';
import type { RunEvent } from './run-events.js';

interface OrderRunnerOptions {
  readonly exchange: BaseExchange;
  readonly symbol: Parameters<typeof parseSymbol>[0];
  readonly clock: Clock;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  readonly tell: (event: RunEvent) => void;
}

/** Submits a script's orders one after the other, and tells each time one of them changes. */
export class OrderRunner {
  readonly orders: Order[] = [];
  /** Orders that could not be submitted or cancelled. */
  failures = 0;
  readonly #options: OrderRunnerOptions;
  readonly #cancellations: Promise<void>[] = [];

  constructor(options: OrderRunnerOptions) {
    this.#options = options;
  }

  /** Resolves when all were submitted, and cancelled where the script says so, or when it is told to stop. */
  async run(script: readonly ScriptedOrder[]): Promise<void> {
    for (const scripted of script) {
      if (!(await this.#wait(scripted.afterMs))) return;
      await this.#submit(scripted);
    }
    await Promise.all(this.#cancellations);
  }

  async #submit({ side, type, size, price, cancelAfterMs }: ScriptedOrder): Promise<void> {
    const { exchange, symbol } = this.#options;
    const market = symbolText(parseSymbol(symbol));
    const order = new Order({ symbol: market, orderType: type, orderSide: side, size, price });
    const index = this.orders.push(order) - 1;
    order.onStatus(() => this.#tell(index));
    const isSubmitted = await this.#attempt(`order ${index + 1} was not submitted`, () =>
      exchange.submitOrder(order),
    );
    // Its changes from PENDING are told by themselves.
    if (isSubmitted && order.status === 'PENDING') this.#tell(index);
    if (isSubmitted && cancelAfterMs !== undefined)
      this.#cancellations.push(this.#cancel(index, cancelAfterMs));
  }

  async #cancel(index: number, afterMs: number): Promise<void> {
    const order = this.orders[index];
    if (order === undefined || !(await this.#wait(afterMs)) || !order.isOpen) return;
    await this.#attempt(`order ${index + 1} was not cancelled`, () =>
      this.#options.exchange.cancelOrder(order),
    );
  }

  async #attempt(what: string, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.failures += 1;
      this.#options.tell({ event: 'problem', what, message: messageOf(error) });
      return false;
    }
  }

  #tell(index: number): void {
    const order = this.orders[index];
    if (order !== undefined) this.#options.tell({ event: 'order', index, order });
  }

  /** False where it is time to stop. */
  #wait(ms: number): Promise<boolean> {
    const { clock, signal } = this.#options;
    if (ms === 0) return Promise.resolve(!signal.aborted);
    return sleep(clock, ms, signal).then(
      () => true,
      () => false,
    );
  }
}
