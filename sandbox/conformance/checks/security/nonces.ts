import { toCredentials, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { limitOrder } from '../../orders.js';

const AT_ONCE = 6;
const LIMIT_MS = 600_000;

export const X04: Check = {
  id: 'X04',
  group: 'security',
  title: 'no nonce is refused, however many requests go at once',
  why: 'Two requests in one millisecond, or overtaking each other, are refused: one of them was the order.',
  hint: "Ask the signer for its nonce ('rising', which also keeps such requests in order, or uuid); make none by hand.",
  applies: (venue) => {
    const credentials = toCredentials(venue);
    if (credentials !== true) return credentials;
    return venue.auth?.nonce === undefined ? 'signed requests carry no nonce' : toTrading(venue);
  },
  restsOnProof: true,
  run: async (context) => {
    const session = await context.connected();
    const { exchange } = session;
    const before = session.sandbox.requests.length;
    const calls = Array.from({ length: AT_ONCE }, () => [
      exchange.submitOrder(limitOrder(session)),
      exchange.getWalletBalance(),
      exchange.getOpenOrders(),
    ]);
    await session.during(Promise.all(calls.flat()), LIMIT_MS);
    const signed = session.sandbox.requests.slice(before).filter(({ signature }) => signature !== undefined);
    demand(signed.length >= AT_ONCE, `${AT_ONCE} signed requests or more`, `${signed.length}`);
    const refused = signed.flatMap(({ method, path, signature }) =>
      signature?.ok === false ? [`${method} ${path}: ${signature.reason ?? 'refused'}`] : [],
    );
    demandEqual('signed requests that were refused:', refused, []);
    demandEqual('orders at the venue:', session.ledgerOrders.length, AT_ONCE);
  },
};
