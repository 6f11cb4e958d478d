import { OrderStatus } from 'ats-runtime';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { demandAgreement, fill, half, onlyLedgerOrder, restingOrder, untilStatus } from '../../orders.js';
import type { Session } from '../../session.js';
import { orderStreams, toRenewedTokens, tokensAsked, tokenTimes } from '../../stream-tokens.js';

/** For a poll, and for a socket to be closed and opened again. */
const MOMENTS_MS = 60_000;

export const O39: Check = {
  id: 'O39',
  group: 'orders',
  title: 'the private stream outlives its token by renewals: one connection, no event lost',
  why: 'A listen key that nobody renews takes the events of the night with it.',
  hint: 'Look at lifetime and renewEvery of the StreamToken, and at the request that renews it.',
  applies: toRenewedTokens,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    const streams = orderStreams(session);
    demand(streams.length > 0, 'a connection that tells of orders', 'none');
    const { lifetime, every } = tokenTimes(session);
    await session.advance(lifetime + every + MOMENTS_MS);
    demandSame(session, streams, 'past the lifetime of its token and of a first renewal');
    fill(session, ledger);
    await untilStatus(session, order, OrderStatus.COMPLETED);
    demandAgreement(session, order, ledger);
  },
};

export const O40: Check = {
  id: 'O40',
  group: 'orders',
  title: 'a renewal without an answer is tried again, and the private stream stays as it is',
  why: 'A venue that restarts has an answer a moment later; giving the stream up is a hole of our own making.',
  hint: 'Let the renewal throw what the REST client throws: StreamToken tries again while the token can be alive.',
  applies: toRenewedTokens,
  run: async (context) => {
    const session = await context.connected();
    const streams = orderStreams(session);
    const { lifetime, every } = tokenTimes(session);
    const fault = { kind: 'status', status: 503 } as const;
    const outage = session.sandbox.faults.add({ endpoint: 'renew_stream_token', fault, phase: 'before' });
    await session.advance(every + (lifetime - every) / 2);
    outage.remove();
    await session.advance((lifetime - every) / 2 + MOMENTS_MS);
    demandSame(session, streams, 'after an outage that ended in time');
  },
};

export const O41: Check = {
  id: 'O41',
  group: 'orders',
  title: 'a token that has expired all the same is replaced, and no fill is lost',
  why: 'Venues forget keys; a stream that looks open and tells nothing is worse than none.',
  hint: 'Let the renewal throw what the venue answers: StreamToken takes a refusal for the end of the token.',
  applies: toRenewedTokens,
  run: async (context) => {
    const session = await context.connected();
    const order = await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    const [before] = orderStreams(session);
    session.sandbox.expireStreamTokens();
    // In the gap: no frame tells of it.
    fill(session, ledger, half(ledger, session));
    await untilStatus(session, order, OrderStatus.PARTIALLY_FILLED, MOMENTS_MS);
    const isReplaced = (): boolean => orderStreams(session).some((id) => id !== before);
    const patience = tokenTimes(session).every + MOMENTS_MS;
    await session.until(isReplaced, 'another connection to tell of orders', patience);
    demandEqual('tokens that were asked for', tokensAsked(session), 2);
    fill(session, ledger);
    await untilStatus(session, order, OrderStatus.COMPLETED);
    demandAgreement(session, order, ledger);
  },
};

/** The stream was not opened anew, and no other token was asked for. */
function demandSame(session: Session, streams: readonly number[], when: string): void {
  demandEqual(`the connection that tells of orders, by number, ${when}:`, orderStreams(session), streams);
  demandEqual('tokens that were asked for', tokensAsked(session), 1);
}
