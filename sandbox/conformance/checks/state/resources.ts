import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OrderStatus, SimpleState } from 'ats-runtime';
import { toCancelling, toNetwork, toTrading } from '../../applies.js';
import { passIntervals } from '../../candles.js';
import type { Check } from '../../check.js';
import { demandEqual } from '../../failure.js';
import { demandNothingLeft } from '../../leftovers.js';
import { cancel, fill, onlyLedgerOrder, restingOrder, untilStatus } from '../../orders.js';

export const P01: Check = {
  id: 'P01',
  group: 'state and resources',
  title: 'the state comes back from its file',
  why: 'A restart is a new process: what is not in the file is forgotten.',
  hint: 'Keep what must outlive a restart in this.state, as plain JSON values.',
  applies: toCancelling,
  run: async (context) => {
    const folder = await context.temporaryFolder();
    const path = join(folder, 'state.json');
    const session = await context.connected({ state: await SimpleState.open(path) });
    await restingOrder(session);
    const ledger = onlyLedgerOrder(session);
    await session.state.flush();
    // The first connector lives on and writes its own file: of two processes only one may have it.
    const copy = join(folder, 'state-after.json');
    await copyFile(path, copy);
    const second = await session.restart(await SimpleState.open(copy));
    await second.connect();
    const order = await second.during(second.exchange.getOrder(session.sandbox.orderId(ledger)));
    demandEqual("the order's client id, known after a restart,", order?.clientOrderId, ledger.clientOrderId);
    if (order === undefined) return;
    fill(session, ledger);
    await untilStatus(second, order, OrderStatus.COMPLETED);
  },
};

export const K01: Check = {
  id: 'K01',
  group: 'state and resources',
  title: 'after a busy session nothing is left: no timer, socket or listener',
  why: 'What leaks once an hour fills a process that runs for months.',
  hint: 'Whatever is started for a subscription, a reconnect or an order ends with it.',
  applies: toNetwork,
  run: async (context) => {
    const listeners = processListeners();
    const session = await context.connected();
    for (let round = 0; round < 3; round += 1) {
      await session.collectCandles();
      await passIntervals(session, 1);
      session.sandbox.cutStreams();
      await session.advance(5000);
      if (toTrading(context.venue.description) === true) {
        const order = await restingOrder(session);
        if (round === 0) await cancel(session, order);
        else {
          for (const open of session.sandbox.engine.openOrders(session.sandbox.account)) fill(session, open);
          await untilStatus(session, order, OrderStatus.COMPLETED);
        }
      }
      await session.during(session.exchange.unsubscribeFromCandles());
    }
    await session.disconnect();
    await demandNothingLeft(session);
    demandEqual("listeners on the process's events", processListeners(), listeners);
  },
};

function processListeners(): Readonly<Record<string, number>> {
  return Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
}
