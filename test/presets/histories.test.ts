import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idsOf } from '../../sandbox/dialect/ids.js';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';

interface History {
  readonly preset: string;
  readonly line: string;
  readonly encode?: 'form';
  readonly sent?: Sent;
  /** Whether it tells of fills, or of orders; `finished`: of those that are no longer open. */
  readonly of: 'fills' | 'orders' | 'finished';
  readonly rows: string;
  /** Where a row has its order's id, or its fill's. */
  readonly id: string;
  /** The parameter that limits a page; Kraken's pages have fifty rows. */
  readonly limit?: string;
  readonly newestFirst: boolean;
  /** What is asked for after a page, besides; `undefined`: the answer says that there is no more. */
  readonly next: (page: { answer: unknown; last: Sent; count: number; pages: number }) => Sent | undefined;
}

const okx = { preset: 'okx_spot', rows: 'data', limit: 'limit', newestFirst: true } as const;
const kraken = { preset: 'kraken_spot', encode: 'form', id: 'key', newestFirst: true } as const;
const bitstamp = { preset: 'bitstamp_spot', encode: 'form', of: 'fills', rows: '', id: 'id' } as const;
const afterCursor =
  (path: string, name = 'cursor') =>
  ({ answer }: { readonly answer: unknown }) => {
    const cursor = readPath(answer, path);
    return typeof cursor === 'string' && cursor !== '' ? { [name]: decodeURIComponent(cursor) } : undefined;
  };
const byId =
  (name: string, path: string) =>
  ({ last }: { readonly last: Sent }): Sent => ({ [name]: last[path] });
const byCount =
  (name: string) =>
  ({ count }: { readonly count: number }): Sent => ({ [name]: count });
const byPage = ({ pages }: { readonly pages: number }): Sent => ({ page: pages + 1 });

/** Every list of what was, as each venue's documentation pages it. */
const HISTORIES: readonly History[] = [
  ...['orders-history', 'orders-history-archive'].map((name): History => ({
    ...okx,
    line: `GET /api/v5/trade/${name}`,
    sent: { instType: 'SPOT' },
    of: 'finished',
    id: 'ordId',
    next: byId('after', 'ordId'),
  })),
  ...['fills', 'fills-history'].map((name): History => ({
    ...okx,
    line: `GET /api/v5/trade/${name}`,
    sent: { instType: 'SPOT' },
    of: 'fills',
    id: 'tradeId',
    next: byId('after', 'billId'),
  })),
  {
    preset: 'bybit_spot',
    line: 'GET /v5/order/history',
    sent: { category: 'spot' },
    of: 'finished',
    rows: 'result.list',
    id: 'orderId',
    limit: 'limit',
    newestFirst: true,
    next: afterCursor('result.nextPageCursor'),
  },
  {
    preset: 'bybit_spot',
    line: 'GET /v5/execution/list',
    sent: { category: 'spot' },
    of: 'fills',
    rows: 'result.list',
    id: 'execId',
    limit: 'limit',
    newestFirst: true,
    next: afterCursor('result.nextPageCursor'),
  },
  {
    preset: 'bitget_spot',
    line: 'GET /api/v2/spot/trade/history-orders',
    of: 'finished',
    rows: 'data',
    id: 'orderId',
    limit: 'limit',
    newestFirst: true,
    next: byId('idLessThan', 'orderId'),
  },
  {
    preset: 'gate_spot',
    line: 'GET /api/v4/spot/orders',
    sent: { currency_pair: 'BTC_USDT', status: 'finished' },
    of: 'finished',
    rows: '',
    id: 'id',
    limit: 'limit',
    newestFirst: true,
    next: byPage,
  },
  {
    preset: 'gate_spot',
    line: 'GET /api/v4/spot/my_trades',
    of: 'fills',
    rows: '',
    id: 'id',
    limit: 'limit',
    newestFirst: true,
    next: byPage,
  },
  {
    preset: 'kucoin_spot',
    line: 'GET /api/v1/hf/orders/done',
    sent: { symbol: 'BTC-USDT' },
    of: 'finished',
    rows: 'data.items',
    id: 'id',
    limit: 'limit',
    newestFirst: true,
    next: ({ answer }) => ({ lastId: readPath(answer, 'data.lastId') }),
  },
  {
    preset: 'kucoin_spot',
    line: 'GET /api/v1/hf/fills',
    sent: { symbol: 'BTC-USDT' },
    of: 'fills',
    rows: 'data.items',
    id: 'tradeId',
    limit: 'limit',
    newestFirst: true,
    next: ({ answer }) => ({ lastId: readPath(answer, 'data.lastId') }),
  },
  {
    ...kraken,
    line: 'POST /0/private/ClosedOrders',
    of: 'finished',
    rows: 'result.closed',
    next: byCount('ofs'),
  },
  {
    ...kraken,
    line: 'POST /0/private/TradesHistory',
    of: 'fills',
    rows: 'result.trades',
    next: byCount('ofs'),
  },
  {
    ...bitstamp,
    line: 'POST /api/v2/user_transactions/',
    limit: 'limit',
    newestFirst: true,
    next: byCount('offset'),
  },
  {
    ...bitstamp,
    line: 'POST /api/v2/user_transactions/btcusd/',
    sent: { sort: 'asc' },
    limit: 'limit',
    newestFirst: false,
    next: byCount('offset'),
  },
  {
    preset: 'coinbase_advanced',
    line: 'GET /api/v3/brokerage/orders/historical/fills',
    of: 'fills',
    rows: 'fills',
    id: 'trade_id',
    limit: 'limit',
    newestFirst: true,
    next: afterCursor('cursor'),
  },
  {
    preset: 'coinbase_advanced',
    line: 'GET /api/v3/brokerage/orders/historical/batch',
    of: 'orders',
    rows: 'orders',
    id: 'order_id',
    limit: 'limit',
    newestFirst: true,
    next: afterCursor('cursor'),
  },
  {
    preset: 'binance_spot',
    line: 'GET /api/v3/allOrders',
    sent: { symbol: 'BTCUSDT', orderId: 0 },
    of: 'orders',
    rows: '',
    id: 'orderId',
    limit: 'limit',
    newestFirst: false,
    next: ({ last }) => ({ orderId: Number(last['orderId']) + 1 }),
  },
  {
    preset: 'binance_spot',
    line: 'GET /api/v3/myTrades',
    sent: { symbol: 'BTCUSDT', fromId: 0 },
    of: 'fills',
    rows: '',
    id: 'id',
    limit: 'limit',
    newestFirst: false,
    next: ({ last }) => ({ fromId: Number(last['id']) + 1 }),
  },
];

let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe.each(HISTORIES)('$preset $line', (history) => {
  beforeEach(async () => {
    sandbox = await unsignedSandbox(history.preset);
  });

  test('pages with any limit have every row once, in order, and end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...ENDS), { maxLength: 5 }),
        fc.nat(6),
        async (ends, more) => {
          for (const end of ends) placed(end);
          // The newest order is open: it takes no place in a page of finished ones.
          placed('open');
          expect(await paged(history, more + 1)).toEqual(expected(history));
        },
      ),
      { numRuns: 8, seed: 7 },
    );
  });
});

test('a page of fifty is followed by the next where the venue takes no limit', async () => {
  sandbox = await unsignedSandbox('kraken_spot');
  for (let order = 0; order < 60; order += 1) placed('cancelled');
  const closed = HISTORIES.find(({ rows }) => rows === 'result.closed');
  if (closed === undefined) throw new Error('no such history');
  const [first = [], second = []] = await listed(closed, 50);
  expect([first.length, second.length]).toEqual([50, 10]);
  const { document } = await ask(sandbox, closed.line, {}, 'form');
  expect(document).toMatchObject({ result: { count: 60 } });
});

test('what is newer than a row is asked for too', async () => {
  sandbox = await unsignedSandbox('okx_spot');
  for (let order = 0; order < 4; order += 1) placed('cancelled');
  const [, oldest] = sandbox.engine.orders(sandbox.account);
  const before = oldest === undefined ? '' : sandbox.orderId(oldest);
  const { document } = await ask(sandbox, 'GET /api/v5/trade/orders-history', { instType: 'SPOT', before });
  const ids = sandbox.engine.orders(sandbox.account).map((order) => sandbox.orderId(order));
  expect(rowsOf(readPath(document, 'data')).map(({ ordId }) => ordId)).toEqual([ids[3], ids[2]]);
});

const ENDS = ['cancelled', 'filled', 'open'] as const;

function placed(end: (typeof ENDS)[number]): void {
  const [symbol = ''] = sandbox.symbols;
  const { account, engine } = sandbox;
  const { order } = engine.place(account, {
    symbol,
    side: 'BUY',
    type: 'LIMIT',
    size: '0.01',
    price: '20000',
  });
  if (order === undefined) throw new Error('not placed');
  if (end === 'cancelled') engine.cancel(account, { orderId: order.id });
  if (end === 'filled') engine.forceFill(order.id);
}

/** The ids that a list must have, in its order. */
function expected({ of, newestFirst }: History): readonly string[] {
  const { engine, account, venue } = sandbox;
  const { orderId, fillId } = idsOf(venue);
  const ids =
    of === 'fills'
      ? engine.trades(account).map(({ fill }) => fillId.encode(fill.tradeId))
      : engine
          .orders(account)
          .filter((order) => of === 'orders' || !order.isOpen)
          .map((order) => orderId.encode(order.id));
  return newestFirst ? ids.toReversed() : ids;
}

async function paged(history: History, limit: number): Promise<readonly string[]> {
  const rows = (await listed(history, limit)).flat();
  return rows.map((row) => String(row[history.id]));
}

async function listed(history: History, limit: number): Promise<readonly (readonly Sent[])[]> {
  const { line, encode, sent = {}, next } = history;
  const found: (readonly Sent[])[] = [];
  let more: Sent | undefined = {};
  for (let count = 0; more !== undefined;) {
    if (found.length > 100) throw new Error('the list does not end');
    const limited = history.limit === undefined ? {} : { [history.limit]: limit };
    const { document } = await ask(sandbox, line, { ...sent, ...limited, ...more }, encode);
    const rows = rowsOf(readPath(document, history.rows));
    if (history.limit !== undefined && rows.length > limit) throw new Error('more rows than asked for');
    found.push(rows);
    count += rows.length;
    const last = rows.at(-1);
    more = last && next({ answer: document, last, count, pages: found.length });
  }
  return found;
}
