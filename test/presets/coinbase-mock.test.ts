import { Decimal } from 'ats-runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox, type Sent } from './unsigned.js';
import { hangUp, listen, until } from './listening.js';

const P = '/api/v3/brokerage';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await unsignedSandbox('coinbase_advanced');
});
afterEach(async () => {
  hangUp();
  await sandbox.close();
});

test('one account is told by the id that the list gives it', async () => {
  const { accounts } = Object((await ask(sandbox, `GET ${P}/accounts`)).document);
  for (const account of accounts) {
    const { document } = await ask(sandbox, `GET ${P}/accounts/${account.uuid}`);
    expect(document).toEqual({ account });
  }
  const stranger = await ask(sandbox, `GET ${P}/accounts/8bfc20d7-f7c6-4422-bf07-000000000000`);
  expect(stranger.status).toBe(404);
});

describe('pages', () => {
  test.each(['OPEN', undefined])(
    'of orders (%s) go on where they were, whatever comes and goes',
    async (status) => {
      const placed = [];
      for (const price of ['30000', '30001', '30002', '30003']) placed.push(await place({ price }));
      const page = { limit: '2', ...(status === undefined ? {} : { order_status: status }) };
      const first = await list('orders', page);
      await place({ price: '30004' });
      sandbox.engine.cancel(sandbox.account, { orderId: lastOpen(1) });
      const second = await list('orders', { ...page, cursor: first.cursor });
      expect([...first.ids, ...second.ids]).toEqual(placed.toReversed());
      expect(second).toMatchObject({ has_next: false, cursor: '' });
    },
  );

  test('of fills too', async () => {
    for (let count = 0; count < 3; count += 1) await place({ price: '40000' });
    const fills = sandbox.engine.trades(sandbox.account).length;
    const first = await list('fills', { limit: String(fills - 1) });
    await place({ price: '40000' });
    const second = await list('fills', { limit: '100', cursor: first.cursor });
    expect(new Set([...first.ids, ...second.ids]).size).toBe(fills);
    expect(second.ids).toHaveLength(1);
  });
});

test('frames of all channels of a connection are numbered in turn', async () => {
  const frames = await listen(sandbox.stream, [
    { type: 'subscribe', channel: 'heartbeats' },
    { type: 'subscribe', channel: 'ticker', product_ids: ['BTC-USDT'] },
    { type: 'subscribe', channel: 'market_trades', product_ids: ['BTC-USDT'] },
  ]);
  await until(() => frames.length > 3);
  await sandbox.clock.advance(3000);
  await until(() => frames.length > 8);
  expect(frames.map((frame) => readPath(frame, 'sequence_num'))).toEqual(frames.map((_, index) => index));
  expect(new Set(frames.map((frame) => readPath(frame, 'channel'))).size).toBeGreaterThan(2);
});

test('each frame of an order has the money of its moment, and the order that of all its fills', async () => {
  const frames = await listen(sandbox.stream, [
    { type: 'subscribe', channel: 'user', product_ids: ['BTC-USDT'], jwt: '' },
  ]);
  await until(() => frames.length > 0);
  sandbox.engine.openAccount('seller');
  sandbox.engine.deposit('seller', 'BTC', '1');
  for (const below of ['0.02', '0.01']) {
    const price = sandbox.engine.bestAsk('BTC/USDT')?.minus(below).toFixed() ?? '';
    sandbox.engine.place('seller', { symbol: 'BTC/USDT', side: 'SELL', type: 'LIMIT', size: '0.003', price });
  }
  const id = await place({ price: '40000' });
  const order = sandbox.engine.orders(sandbox.account).at(-1);
  const fills = order?.fills ?? [];
  expect(fills.length).toBeGreaterThan(1);
  await until(() => frames.length > fills.length + 1);
  const told = frames.flatMap((frame) => rowsOf(readPath(frame, 'events[0].orders')));
  for (const [index, row] of told.slice(-fills.length).entries()) {
    const past = fills.slice(0, index + 1);
    const sum = (of: 'fee' | 'quote' | 'size'): Decimal =>
      past.reduce((whole, fill) => whole.plus(fill[of]), new Decimal(0));
    expect(row).toMatchObject({
      number_of_fills: String(index + 1),
      total_fees: sum('fee').toFixed(),
      filled_value: sum('quote').toFixed(),
      total_value_after_fees: sum('quote').plus(sum('fee')).toFixed(),
      cumulative_quantity: sum('size').toFixed(),
      avg_price: sum('quote').div(sum('size')).toDecimalPlaces(12).toFixed(),
    });
  }
  const { document } = await ask(sandbox, `GET ${P}/orders/historical/${id}`);
  const { filled_value, total_fees, average_filled_price, total_value_after_fees } = Object(document).order;
  expect({ filled_value, total_fees, total_value_after_fees, average_filled_price }).toEqual({
    filled_value: told.at(-1)?.['filled_value'],
    total_fees: told.at(-1)?.['total_fees'],
    total_value_after_fees: told.at(-1)?.['total_value_after_fees'],
    average_filled_price: told.at(-1)?.['avg_price'],
  });
});

test('the stream has its own words for types of orders', async () => {
  const frames = await listen(sandbox.stream, [
    { type: 'subscribe', channel: 'user', product_ids: ['BTC-USDT'], jwt: '' },
  ]);
  await until(() => frames.length > 0);
  const terms = { symbol: 'BTC/USDT', side: 'BUY', size: '0.01' } as const;
  sandbox.engine.place(sandbox.account, { ...terms, type: 'LIMIT', price: '30000' });
  sandbox.engine.place(sandbox.account, { ...terms, type: 'MARKET' });
  const told = (): readonly Sent[] => frames.flatMap((frame) => rowsOf(readPath(frame, 'events[0].orders')));
  await until(() => told().some(({ status }) => status === 'FILLED'));
  expect(told().map(({ order_type }) => order_type)).toEqual(['Limit', 'Market', 'Market']);
});

describe('a preview', () => {
  test.each([
    ['BUY', { market_market_ioc: { base_size: '0.02' } }],
    ['BUY', { market_market_ioc: { quote_size: '500' } }],
    ['SELL', { market_market_ioc: { base_size: '0.02' } }],
    ['BUY', { limit_limit_gtc: { base_size: '0.02', limit_price: '40000', post_only: false } }],
  ])('of a %s of %j tells what it then comes to', async (side, order_configuration) => {
    const told = await preview(side, order_configuration);
    const [best] = sandbox.engine.book('BTC/USDT', 1).bids;
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
    const sent = { client_order_id: 'mine', product_id: 'BTC-USDT', side, order_configuration };
    await ask(sandbox, `POST ${P}/orders`, sent, 'json');
    const [order] = sandbox.engine.orders(sandbox.account);
    const fee = order?.fees.get('USDT') ?? new Decimal(0);
    const quote = order?.filledQuote ?? new Decimal(0);
    const { order_total, commission_total, quote_size, base_size, ...rest } = Object(told);
    expect([quote_size, base_size, commission_total, order_total].map(Number)).toEqual([
      expect.closeTo(quote.toNumber(), 6),
      expect.closeTo(order?.filledSize.toNumber() ?? 0, 8),
      expect.closeTo(fee.toNumber(), 6),
      expect.closeTo((side === 'BUY' ? quote.plus(fee) : quote.minus(fee)).toNumber(), 6),
    ]);
    expect(rest).toMatchObject({ errs: [], best_bid: best?.[0] });
  });

  test('of an order that rests has the fee of one that rests', async () => {
    const resting = { limit_limit_gtc: { base_size: '0.02', limit_price: '30000', post_only: true } };
    expect(await preview('BUY', resting)).toMatchObject({ quote_size: '600', commission_total: '0.48' });
  });

  test('of one that does not rest has only what the book gives', async () => {
    const below = { sor_limit_ioc: { base_size: '0.02', limit_price: '30000' } };
    expect(await preview('BUY', below)).toMatchObject({
      quote_size: '0',
      base_size: '0',
      commission_total: '0',
    });
  });

  test.each([
    ['PREVIEW_INSUFFICIENT_FUND', { base_size: '999', limit_price: '30000' }],
    ['PREVIEW_INVALID_PRICE_PRECISION', { base_size: '0.01', limit_price: '30000.001' }],
    ['PREVIEW_INVALID_LIMIT_PRICE_POST_ONLY', { base_size: '0.01', limit_price: '40000', post_only: true }],
  ])('tells %s inside', async (code, limit) => {
    const told = await preview('BUY', { limit_limit_gtc: { post_only: false, ...limit } });
    expect(told).toMatchObject({ errs: [code] });
  });
});

describe('an order until a time', () => {
  test('ends then, and says so', async () => {
    const configuration = endingIn(60_000);
    const id = readPath(await asked(configuration), 'success_response.order_id');
    const told = async (): Promise<unknown> =>
      readPath((await ask(sandbox, `GET ${P}/orders/historical/${String(id)}`)).document, 'order');
    expect(await told()).toMatchObject({
      status: 'OPEN',
      time_in_force: 'GOOD_UNTIL_DATE_TIME',
      order_configuration: configuration,
    });
    await sandbox.clock.advance(61_000);
    expect(await told()).toMatchObject({ status: 'EXPIRED', outstanding_hold_amount: '0' });
    expect(sandbox.engine.balances(sandbox.account).get('USDT')?.locked.isZero()).toBe(true);
  });

  test('is refused where that is past, and where it may not take but would', async () => {
    expect(await asked(endingIn(-1000))).toMatchObject({ error: 'INVALID_ARGUMENT' });
    expect(await asked(endingIn(60_000, { limit_price: '40000', post_only: true }))).toMatchObject({
      error_response: { error: 'INVALID_LIMIT_PRICE_POST_ONLY' },
    });
    expect(sandbox.engine.orders(sandbox.account)).toEqual([]);
  });
});

let count = 0;

async function preview(side: string, order_configuration: object): Promise<unknown> {
  const sent = { product_id: 'BTC-USDT', side, order_configuration };
  return (await ask(sandbox, `POST ${P}/orders/preview`, sent, 'json')).document;
}

function endingIn(ms: number, more: Sent = {}): object {
  return {
    limit_limit_gtd: {
      base_size: '0.01',
      limit_price: '30000',
      end_time: new Date(sandbox.clock.now() + ms).toISOString(),
      post_only: false,
      ...more,
    },
  };
}

async function asked(order_configuration: object): Promise<unknown> {
  const sent = { client_order_id: `mine-${(count += 1)}`, product_id: 'BTC-USDT', side: 'BUY' };
  return (await ask(sandbox, `POST ${P}/orders`, { ...sent, order_configuration }, 'json')).document;
}

/** The id of a limit order to buy. */
async function place({
  price,
  size = '0.01',
}: {
  readonly price: string;
  readonly size?: string;
}): Promise<string> {
  const document = await asked({
    limit_limit_gtc: { base_size: size, limit_price: price, post_only: false },
  });
  return String(readPath(document, 'success_response.order_id'));
}

interface Page {
  readonly ids: readonly unknown[];
  readonly cursor: unknown;
  readonly has_next: unknown;
}

async function list(what: 'orders' | 'fills', sent: Sent): Promise<Page> {
  const path = what === 'orders' ? 'batch' : 'fills';
  const { document } = await ask(sandbox, `GET ${P}/orders/historical/${path}`, sent);
  const rows = rowsOf(readPath(document, what));
  const id = what === 'orders' ? 'order_id' : 'trade_id';
  return {
    ids: rows.map((row) => row[id]),
    cursor: readPath(document, 'cursor'),
    has_next: readPath(document, 'has_next'),
  };
}

function lastOpen(back: number): string {
  return sandbox.engine.openOrders(sandbox.account).at(-1 - back)?.id ?? '';
}
