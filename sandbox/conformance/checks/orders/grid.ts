import { Decimal, decimalText, Order, OrderSide, OrderType, type DecimalInput } from 'ats-runtime';
import { toCancelling, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import {
  cancel,
  marketOf,
  onGrid,
  onlyLedgerOrder,
  ordinarySize,
  restingPrice,
  submit,
} from '../../orders.js';
import { seededRandom } from '../../../faults/fault-plan.js';
import type { Session } from '../../session.js';

export const O06: Check = {
  id: 'O06',
  group: 'orders',
  title: 'price and size are put on the grid, the size rounded down',
  why: 'Venues refuse what is off the grid; a size rounded up is more than was asked for, and often more than there is.',
  hint: 'Send this.instrument.size(order.size) and this.instrument.price(order.price, order.orderSide).',
  applies: toTrading,
  run: async (context) => {
    const { tickSize, stepSize } = marketOf(await context.connected());
    for (const side of [OrderSide.BUY, OrderSide.SELL]) {
      const session = await context.connected();
      const size = ordinarySize(session).plus(new Decimal(stepSize).times('0.7'));
      const price = restingPrice(session, side).plus(new Decimal(tickSize).times('0.6'));
      await submit(session, limit(session, size, price, side));
      const ledger = onlyLedgerOrder(session);
      demandEqual(
        'the size, rounded down to the step size,',
        decimalText(ledger.size),
        decimalText(onGrid(size, stepSize)),
      );
      const distance = ledger.price?.minus(price).abs() ?? new Decimal(Infinity);
      demand(distance.lessThan(tickSize), `a price within one tick of ${decimalText(price)}`, () =>
        String(ledger.price),
      );
    }
  },
};

export const O07: Check = {
  id: 'O07',
  group: 'orders',
  title: 'an order below the minimum is refused before it is sent',
  why: 'A refusal that names the minimum helps; the venue’s words often do not.',
  hint: 'Call this.assertOrder(order, this.instrument) first in submitOrder.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const { minSize, minNotional, stepSize } = marketOf(session);
    const price = restingPrice(session, OrderSide.BUY);
    const tooSmall = [onGrid(new Decimal(minSize).dividedBy(2), stepSize)];
    if (minNotional !== undefined)
      tooSmall.push(onGrid(new Decimal(minNotional).dividedBy(price).times('0.9'), stepSize));
    for (const size of tooSmall) {
      const submitting = submit(session, limit(session, size, price));
      await rejectionOf(submitting, `an order of ${decimalText(size)}`, 'InvalidOrderSubmissionException');
    }
    demandEqual('orders sent to the venue:', session.requestCount('place_order'), 0);
  },
};

export const O34: Check = {
  id: 'O34',
  group: 'orders',
  title: 'every size arrives exactly, from the smallest to the largest',
  why: 'Binary fractions (0.1 + 0.2) and exponents (9e-05) are refused by venues, or trade something else.',
  hint: 'Pass sizes as this.instrument.size(…) gives them: plain decimal text, never through Number.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    const { base, quote } = marketOf(session);
    const { engine, account } = session.sandbox;
    engine.deposit(account, base, '1000000000');
    engine.deposit(account, quote, '100000000000000');
    for (const [given, exact] of sizes(session)) {
      const order = limit(session, given, restingPrice(session, OrderSide.SELL), OrderSide.SELL);
      await submit(session, order);
      const placed = session.ledgerOrders.at(-1);
      demandEqual(
        `the size of an order of ${String(given)}`,
        placed && decimalText(placed.size),
        decimalText(exact),
      );
      await cancel(session, order);
    }
  },
};

/** As it is given, and as it has to arrive. */
function sizes(session: Session): readonly (readonly [DecimalInput, Decimal])[] {
  const { minSize, maxSize = '100000', minNotional = '0', stepSize } = marketOf(session);
  const least = new Decimal(minNotional).dividedBy(restingPrice(session, OrderSide.BUY));
  const smallest = onGrid(Decimal.max(minSize, least), stepSize).plus(stepSize);
  const largest = onGrid(Decimal.min(maxSize, '100000'), stepSize);
  const random = seededRandom(7);
  const some = Array.from({ length: 5 }, () => {
    const share = new Decimal(10).pow(new Decimal((random() * 6).toFixed(6)).negated());
    return Decimal.max(smallest, onGrid(largest.times(share), stepSize));
  });
  const exact = [smallest, largest, ...some];
  return [
    ...exact.map((size) => [decimalText(size), size] as const),
    ...exact.slice(0, 3).map((size) => [size.toNumber(), size] as const),
    [0.1 + 0.2, onGrid(new Decimal('0.3'), stepSize)],
  ];
}

function limit(
  session: Session,
  size: DecimalInput,
  price: DecimalInput,
  side: OrderSide = OrderSide.BUY,
): Order {
  return new Order({ symbol: session.symbol, orderType: OrderType.LIMIT, orderSide: side, size, price });
}
