import { toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { demandAgreement, limitOrder, onlyLedgerOrder, submit } from '../../orders.js';

const RETRY_AFTER_S = 7;

export const O24: Check = {
  id: 'O24',
  group: 'orders',
  title: 'an order under a rate limit waits as told and is placed exactly once',
  why: 'Whoever goes on in a 429 is banned; whoever sends twice has two orders.',
  hint: 'Map the rate limit in the failure table; the REST client waits for Retry-After and sends again.',
  applies: (venue) => {
    const trades = toTrading(venue);
    if (trades !== true) return trades;
    return venue.retry_after !== 'none' || 'the venue does not say how long to wait';
  },
  run: async (context) => {
    const session = await context.connected();
    const fault = { kind: 'rate_limit', retryAfter: RETRY_AFTER_S } as const;
    session.sandbox.faults.add({ endpoint: 'place_order', fault, phase: 'before', times: 1 });
    const start = session.sandbox.clock.now();
    const order = limitOrder(session);
    await submit(session, order);
    const ledger = onlyLedgerOrder(session);
    demandAgreement(session, order, ledger);
    const waited = (ledger.createdAt - start) / 1000;
    demand(waited >= RETRY_AFTER_S, `a wait of ${RETRY_AFTER_S} s, as told`, `${waited} s`);
    demandEqual('times that the order was sent:', session.requestCount('place_order'), 2);
  },
};

export const O25: Check = {
  id: 'O25',
  group: 'orders',
  title: 'an order whose stamp is refused is sent again by the right clock, once',
  why: 'Clocks drift and jump while a connector runs.',
  hint: "Map the venue's code for a wrong stamp to clock-skew; the REST client then measures the clock again.",
  applies: (venue) => {
    const trades = toTrading(venue);
    if (trades !== true) return trades;
    if (venue.endpoints.server_time === undefined) return 'the venue does not tell its time';
    return venue.auth?.stamp?.past !== undefined || 'signed requests carry no time stamp';
  },
  run: async (context) => {
    const session = await context.connected();
    session.clock.skewMs = -120_000;
    const order = limitOrder(session);
    await submit(session, order);
    demandAgreement(session, order, onlyLedgerOrder(session));
  },
};
