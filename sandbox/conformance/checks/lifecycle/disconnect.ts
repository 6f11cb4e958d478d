import { toCandleStream, toNetwork, toTrading } from '../../applies.js';
import { intervalOf } from '../../candles.js';
import type { Check } from '../../check.js';
import { demand, demandEqual, show } from '../../failure.js';
import { rejectionOf } from '../../errors.js';
import { limitOrder, marketOrder, restingOrder, submit } from '../../orders.js';
import { demandNothingLeft } from '../../leftovers.js';

const SOON_MS = 1000;

export const L04: Check = {
  id: 'L04',
  group: 'lifecycle',
  title: 'disconnect frees every socket and timer',
  why: 'What is left keeps the process alive, or a stream delivering to a strategy that has ended.',
  hint: 'Stop in disconnect all that connect and subscribeToCandles start: streams, the order tracker, the REST client.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.connected();
    await session.collectCandles();
    if (toTrading(context.venue.description) === true) await restingOrder(session);
    await session.advance(5000);
    await session.disconnect();
    await demandNothingLeft(session);
  },
};

export const L05: Check = {
  id: 'L05',
  group: 'lifecycle',
  title: 'connecting twice and disconnecting twice is harmless',
  why: 'Supervisors restart what they do not trust.',
  hint: 'Return early from connect where isConnected is true; let disconnect run on nothing.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open();
    await session.disconnect();
    await session.connect();
    const sockets = session.sandbox.connections().length;
    await session.connect();
    await session.advance(SOON_MS);
    demandEqual('stream connections after connecting twice', session.sandbox.connections().length, sockets);
    await session.disconnect();
    await session.disconnect();
    demandEqual('isConnected at the end', session.exchange.isConnected, false);
    await demandNothingLeft(session);
  },
};

export const L06: Check = {
  id: 'L06',
  group: 'lifecycle',
  title: 'connecting again after a disconnect works in full',
  why: 'A nightly restart must not need a new process.',
  hint: 'What is closed in disconnect must be opened again by connect, not by the constructor.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await context.connected();
    await session.collectCandles();
    await session.disconnect();
    await session.connect();
    const candles = await session.collectCandles();
    const patience = 3 * intervalOf(session) * 1000;
    await session.until(() => candles.length >= 2, 'two candles after connecting again', patience);
    if (toTrading(context.venue.description) !== true) return;
    const order = marketOrder(session);
    await submit(session, order);
    await session.until(() => !order.isOpen, 'a market order after connecting again to be filled');
  },
};

export const L07: Check = {
  id: 'L07',
  group: 'lifecycle',
  title: 'using the connector before connect is a clear error',
  why: 'An order that seems to go out from an exchange that is not connected is lost.',
  hint: 'Begin each public method with this.assertConnected().',
  applies: toTrading,
  run: async (context) => {
    const session = await context.open();
    const uses: Readonly<Record<string, () => Promise<unknown>>> = {
      submitOrder: () => session.exchange.submitOrder(limitOrder(session)),
      cancelOrder: () => session.exchange.cancelOrder(limitOrder(session)),
      subscribeToCandles: () => session.exchange.subscribeToCandles(() => undefined),
    };
    for (const [name, use] of Object.entries(uses)) {
      await rejectionOf(session.during(use()), `${name} before connect`, 'NotConnectedException');
    }
    demandEqual('requests sent before connect', session.sandbox.requests.length, 0);
  },
};

export const L08: Check = {
  id: 'L08',
  group: 'lifecycle',
  title: 'disconnect settles requests in flight',
  why: 'A caller that waits for ever is a strategy that hangs.',
  hint: 'Close the REST client in disconnect: it ends what is under way with an error.',
  applies: toTrading,
  run: async (context) => {
    const session = await context.connected();
    session.sandbox.faults.add({
      endpoint: 'balances',
      fault: { kind: 'delay', ms: 600_000 },
      phase: 'before',
    });
    let outcome = 'nothing yet';
    session.exchange.getWalletBalance().then(
      () => (outcome = 'an answer'),
      (error: unknown) => (outcome = show(error)),
    );
    await session.advance(SOON_MS);
    demandEqual('the outcome while the venue is silent', outcome, 'nothing yet');
    await session.disconnect();
    await session.advance(SOON_MS);
    demand(outcome !== 'nothing yet', 'the request under way to be settled by disconnect', outcome);
  },
};
