import { Decimal, decimalText, Order, OrderSide, OrderStatus, OrderType } from 'ats-runtime';
import type { EndpointName, VenueDescription } from '../../../../venues/index.js';
import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { demandEqual } from '../../failure.js';
import {
  demandAgreement,
  fill,
  marketOf,
  onlyLedgerOrder,
  ordinarySize,
  restingPrice,
  submit,
  untilStatus,
} from '../../orders.js';
import type { Session } from '../../session.js';

const HINT = 'Ask page after page until one is the last: allRows in ats-runtime does.';

export const O42: Check = {
  id: 'O42',
  group: 'orders',
  title: 'an order that is filled in more parts than a page holds is known in full',
  why: 'A large order is filled in hundreds of parts; the fees on the pages behind the first are paid too.',
  hint: HINT,
  applies: inPages('order_fills'),
  run: async (context) => {
    const session = await context.connected();
    const { engine, account, faults } = session.sandbox;
    const parts = rowsOfPage(session, 'order_fills') + 1;
    const { base, quote, stepSize } = marketOf(session);
    const part = new Decimal(stepSize);
    const size = Decimal.max(ordinarySize(session), part.times(parts));
    for (const asset of [base, quote]) engine.deposit(account, asset, '10000000');
    const order = new Order({
      symbol: session.symbol,
      orderType: OrderType.LIMIT,
      orderSide: OrderSide.BUY,
      size,
      price: restingPrice(session, OrderSide.BUY),
    });
    await submit(session, order);
    const ledger = onlyLedgerOrder(session);
    faults.add({ orderEvents: 'lost' });
    for (let count = 1; count < parts; count += 1) fill(session, ledger, part);
    fill(session, ledger);
    await untilStatus(session, order, OrderStatus.COMPLETED, 300_000);
    demandAgreement(session, order, ledger);
  },
};

export const O43: Check = {
  id: 'O43',
  group: 'orders',
  title: 'more open orders than a page holds are all listed',
  why: 'An order on the second page is one that nobody cancels.',
  hint: HINT,
  applies: inPages('open_orders'),
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    const { quote, stepSize, minSize, minNotional = '5' } = marketOf(session);
    engine.deposit(account, quote, '10000000');
    const price = restingPrice(session, OrderSide.BUY);
    const size = Decimal.max(minSize, new Decimal(minNotional).dividedBy(price)).dividedBy(stepSize).ceil();
    for (let count = 0; count <= rowsOfPage(session, 'open_orders'); count += 1) {
      engine.place(account, {
        symbol: session.symbol,
        side: 'BUY',
        type: 'LIMIT',
        clientOrderId: `elsewhere${count}`,
        size: decimalText(size.times(stepSize)),
        price: decimalText(price),
      });
    }
    const listed = await session.during(session.exchange.getOpenOrders());
    const expected = engine
      .openOrders(account, session.symbol)
      .map((order) => session.sandbox.orderId(order));
    demandEqual(
      'the open orders',
      listed.map(({ orderId }) => String(orderId)).toSorted(),
      expected.toSorted(),
    );
  },
};

/** Where the venue gives the list in pages. */
function inPages(name: ListName): Check['applies'] {
  return (venue) => {
    const trades = toTrading(venue);
    if (trades !== true) return trades;
    return venue.endpoints[name]?.pages !== undefined || `the venue gives ${LISTS[name]} in one answer`;
  };
}

type ListName = Extract<EndpointName, 'order_fills' | 'open_orders'>;

const LISTS: Readonly<Record<ListName, string>> = {
  order_fills: 'all fills of an order',
  open_orders: 'all open orders',
};

function rowsOfPage({ sandbox }: Session, name: ListName): number {
  const { endpoints }: VenueDescription = sandbox.venue.description;
  return endpoints[name]?.pages?.limit ?? 0;
}
