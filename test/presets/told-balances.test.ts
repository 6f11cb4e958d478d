import { afterEach, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';
import { hangUp, listen } from './listening.js';

/** Streams of balances tell by how much an asset became more or less, and what did it. */
let sandbox: Sandbox;
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

test('kucoin_spot tells what an order locks and what its fill settles', async () => {
  sandbox = await unsignedSandbox('kucoin_spot');
  const { document } = await ask(sandbox, 'POST /api/v1/bullet-private');
  const address = `${String(readPath(document, 'data.instanceServers[0].endpoint'))}?token=${String(readPath(document, 'data.token'))}`;
  const topic = '/account/balance';
  const frames = await streamed(address, [
    { id: 1, type: 'subscribe', topic, privateChannel: true, response: true },
  ]);
  const rows = frames.filter((frame) => frame.topic === topic).map(({ data }) => data);
  const [placed, filled] = [rows[0], rows.find((row) => readPath(row, 'currency') === 'BTC')];
  const order = { symbol: 'BTC-USDT', orderId: sandbox.orderId(lastOrder()) };
  const locked = readPath(placed, 'hold');
  expect(placed).toMatchObject({
    currency: 'USDT',
    availableChange: `-${String(locked)}`,
    holdChange: locked,
    relationEvent: 'trade.hold',
    relationContext: order,
  });
  expect(filled).toMatchObject({
    availableChange: '0.01',
    holdChange: '0',
    relationEvent: 'trade.setted',
    relationContext: order,
  });
  expect(new Set(rows.map((row) => readPath(row, 'relationEventId'))).size).toBeGreaterThan(1);
  // What the order locked is let go when it is filled: each frame tells of itself alone.
  const [, settled] = rows.filter((row) => readPath(row, 'currency') === 'USDT');
  expect(settled).toMatchObject({ holdChange: `-${String(locked)}`, relationEvent: 'trade.setted' });
});

test('kraken_spot tells of what is more or less in all, not of what an order locks', async () => {
  sandbox = await unsignedSandbox('kraken_spot');
  const { document } = await ask(sandbox, 'POST /0/private/GetWebSocketsToken', { nonce: 1 }, 'form');
  const params = { channel: 'balances', token: readPath(document, 'result.token') };
  const frames = await streamed(sandbox.privateStream ?? '', [{ method: 'subscribe', params }]);
  const updates = frames
    .filter(({ channel, type }) => channel === 'balances' && type === 'update')
    .flatMap(({ data }) => rowsOf(data));
  const [paid, received] = ['USDT', 'BTC'].map((asset) => updates.find((row) => row.asset === asset));
  expect(updates).toHaveLength(2);
  expect(paid?.amount).toBe(Number(lastOrder().filledQuote.plus(feeOf('USDT')).negated().toFixed()));
  expect(received?.amount).toBe(0.01);
  const told = frames.filter(({ channel, sequence }) => channel === 'balances' && sequence !== undefined);
  expect(told.map(({ sequence }) => sequence)).toEqual(told.map((_, index) => index + 1));
  expect(paid?.ledger_id).not.toBe('LJXLDF-IV3TA-UVZ22T');
});

function lastOrder() {
  const order = sandbox.engine.orders(sandbox.account).at(-1);
  if (order === undefined) throw new Error('there is no order');
  return order;
}

function feeOf(asset: string): string {
  return lastOrder().fees.get(asset)?.toFixed() ?? '0';
}

/** What is said on a socket, after these messages, of an order that rests and is filled. */
async function streamed(address: string, messages: readonly unknown[]): Promise<readonly Sent[]> {
  const frames = await listen(address, messages);
  await sandbox.settle();
  const terms = { symbol: 'BTC/USDT', side: 'BUY', type: 'LIMIT', size: '0.01', price: '30000' } as const;
  const { order } = sandbox.engine.place(sandbox.account, terms);
  await sandbox.settle();
  sandbox.engine.forceFill(order?.id ?? '');
  await sandbox.settle();
  return frames;
}
