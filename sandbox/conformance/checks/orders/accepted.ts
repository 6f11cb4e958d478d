import { decimalText, OrderSide, type Order } from 'ats-runtime';
import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import type { CheckContext } from '../../context.js';
import type { Session } from '../../session.js';
import { demand, demandEqual } from '../../failure.js';
import { demandAgreement, limitOrder, marketOrder, onlyLedgerOrder, submit } from '../../orders.js';

/** A share of the size: the book moves between the question and the order. */
const CONVERSION_TOLERANCE = '0.02';
const HINT = 'Look at the parameters of place_order in exchange.ts, and at how its answer is read.';

export const O01: Check = {
  id: 'O01',
  group: 'orders',
  title: "a limit buy that is accepted is PENDING with the venue's id",
  why: 'The id is what cancels and looks up the order later.',
  hint: HINT,
  applies: toTrading,
  run: (context) => placesLimit(context, OrderSide.BUY),
};

export const O02: Check = {
  id: 'O02',
  group: 'orders',
  title: "a limit sell that is accepted is PENDING with the venue's id",
  why: 'A side that is swapped doubles a position instead of closing it.',
  hint: HINT,
  applies: toTrading,
  run: (context) => placesLimit(context, OrderSide.SELL),
};

export const O03: Check = {
  id: 'O03',
  group: 'orders',
  title: 'a market buy ends COMPLETED with its price and fees',
  why: 'Profit and loss are computed from the price that was paid and what it cost.',
  hint: HINT,
  applies: toTrading,
  run: (context) => placesMarket(context, OrderSide.BUY),
};

export const O04: Check = {
  id: 'O04',
  group: 'orders',
  title: 'a market sell ends COMPLETED with its price and fees',
  why: 'Profit and loss are computed from the price that was got and what it cost.',
  hint: HINT,
  applies: toTrading,
  run: (context) => placesMarket(context, OrderSide.SELL),
};

export const O05: Check = {
  id: 'O05',
  group: 'orders',
  title: "an order's size is in the base asset, a market buy's too",
  why: 'Some venues take the quote amount for a market buy: the order is then wrong by the price.',
  hint: "Send the size under the venue's name for the base amount, or convert it by the book's price.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const order = marketOrder(session);
    await submit(session, order);
    await session.until(() => !order.isOpen, 'a market order to be filled');
    const ledger = onlyLedgerOrder(session);
    const distance = ledger.filledSize.minus(order.size).abs();
    const tolerance = isConverted(session, OrderSide.BUY) ? order.size.times(CONVERSION_TOLERANCE) : 0;
    demand(
      distance.lessThanOrEqualTo(tolerance),
      `the venue to fill ${decimalText(order.size)} of the base asset`,
      () => decimalText(ledger.filledSize),
    );
  },
};

async function placesLimit(context: CheckContext, side: OrderSide): Promise<void> {
  const session = await context.connected();
  const order = limitOrder(session, side);
  await submit(session, order);
  const ledger = onlyLedgerOrder(session);
  demandEqual("the order's kind at the venue", kindOf(ledger), kindOf(fieldsOf(order)));
  demandEqual("the order's price at the venue", ledger.price?.toFixed(), order.price?.toFixed());
  demandEqual("the order's size at the venue", decimalText(ledger.size), decimalText(order.size));
  demandAgreement(session, order, ledger);
}

async function placesMarket(context: CheckContext, side: OrderSide): Promise<void> {
  const session = await context.connected();
  const order = marketOrder(session, side);
  await submit(session, order);
  await session.until(
    () => !order.isOpen && order.fees.size > 0,
    'a market order to be filled, its fees told',
  );
  const ledger = onlyLedgerOrder(session);
  demandEqual("the order's side at the venue", `${ledger.side} ${ledger.symbol}`, `${side} ${order.symbol}`);
  if (!isConverted(session, side)) {
    demandEqual("the order's kind at the venue", kindOf(ledger), kindOf(fieldsOf(order)));
    demand(ledger.status === 'COMPLETED', 'the venue to fill the whole order', ledger.status);
  }
  demandAgreement(session, order, ledger);
}

/** Where the venue takes an amount of quote or a price instead, the connector converts by the book. */
function isConverted(session: Session, side: OrderSide): boolean {
  const { market_buy: buy = 'base', market_sell: sell = 'base' } =
    session.sandbox.venue.description.orders ?? {};
  return (side === OrderSide.BUY ? buy : sell) !== 'base';
}

function fieldsOf(order: Order): { symbol: string; side: string; type: string } {
  return { symbol: order.symbol, side: order.orderSide, type: order.orderType };
}

function kindOf(order: { readonly symbol: string; readonly side: string; readonly type: string }): string {
  return `${order.side} ${order.type} ${order.symbol}`;
}
