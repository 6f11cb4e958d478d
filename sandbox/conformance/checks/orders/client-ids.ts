import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { limitOrder, submit } from '../../orders.js';
import type { Session } from '../../session.js';

const CONCURRENT = 50;

export const O09: Check = {
  id: 'O09',
  group: 'orders',
  title: "each order has a client order id of its own, within the venue's rules",
  why: 'It is the only handle on an order whose answer was lost.',
  hint: "Send the clientOrderId that this.orders.place gives; its charset and length are the venue's.",
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const orders = Array.from({ length: 5 }, () => limitOrder(session));
    for (const order of orders) await submit(session, order);
    const ids = distinctClientIds(session, orders.length);
    const { charset = '', length = 0, prefix = '' } = context.venue.description.orders?.client_id ?? {};
    const rule = new RegExp(`^${prefix}[${charset}]{1,${length - prefix.length}}$`);
    const wrong = ids.filter((id) => !rule.test(id));
    demandEqual(`client order ids that are not ${String(rule)}:`, wrong, []);
    const own = orders.map((order) => order.clientOrderId);
    demandEqual("the orders' own client order ids, as the venue holds them:", own, ids);
  },
};

export const O27: Check = {
  id: 'O27',
  group: 'orders',
  title: `${CONCURRENT} orders submitted at once are ${CONCURRENT} orders at the venue`,
  why: 'A burst is when ids collide, nonces run backwards and limits are passed.',
  hint: 'Nothing that belongs to one order may live on the connector: pass it along.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    const orders = Array.from({ length: CONCURRENT }, () => limitOrder(session));
    const placing = Promise.allSettled(orders.map((order) => session.exchange.submitOrder(order)));
    await session.during(placing);
    distinctClientIds(session, CONCURRENT);
    const ids = new Set(orders.map((order) => order.orderId));
    const known = session.ledgerOrders.filter((order) => ids.has(session.sandbox.orderId(order)));
    demandEqual("orders whose id is one of the venue's:", known.length, CONCURRENT);
  },
};

function distinctClientIds(session: Session, count: number): readonly string[] {
  const ids = session.ledgerOrders.map((order) => order.clientOrderId ?? '');
  demandEqual('orders at the venue:', ids.length, count);
  demand(
    new Set(ids).size === count && !ids.includes(''),
    `${count} distinct client order ids`,
    ids.join(', '),
  );
  return ids;
}
