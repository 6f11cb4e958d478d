import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { infer, type Inference } from './infer.js';

/** Candles that follow each other: each opens where the last one closed, and no two prices of one are equal. */
const candles = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 1, max: 9999 }),
      fc.boolean(),
    ),
    {
      minLength: 4,
      maxLength: 12,
    },
  )
  .map((moves) => {
    let open = 36_500;
    return moves.map(([move, up, down, volume, rises], index) => {
      const close = rises ? open + move : open - move;
      const row = {
        timestamp: 1_699_999_980 + 60 * index,
        open,
        high: Math.max(open, close) + up,
        low: Math.min(open, close) - down,
        close,
        volume: volume / 1000,
        quote_volume: (volume / 1000) * ((open + close) / 2),
      };
      open = close;
      return row;
    });
  });

const NAMES = ['timestamp', 'open', 'high', 'low', 'close', 'volume', 'quote_volume'] as const;
const UNITS = { s: 1, ms: 1e3, us: 1e6 } as const;

describe('candles without names', () => {
  it('are told by their numbers, in any order of columns and rows and in any unit', () => {
    fc.assert(
      fc.property(
        candles,
        fc.shuffledSubarray([...NAMES], { minLength: NAMES.length }),
        fc.constantFrom('s' as const, 'ms' as const, 'us' as const),
        fc.boolean(),
        (rows, columns, unit, newestFirst) => {
          const table = rows.map((row) =>
            columns.map((name) => (name === 'timestamp' ? row.timestamp * UNITS[unit] : String(row[name]))),
          );
          const found = infer('candles', { data: newestFirst ? table.toReversed() : table });
          expect(found.rows).toMatchObject({
            items: 'data',
            order: newestFirst ? 'descending' : 'ascending',
          });
          for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
            const right = found.rows.fields[name] === `[${columns.indexOf(name)}]`;
            expect(right || isDoubted(found, name)).toBe(true);
          }
          const time = `[${columns.indexOf('timestamp')}]`;
          expect(found.rows.fields.timestamp).toEqual(unit === 'ms' ? time : { path: time, unit });
        },
      ),
    );
  });

  it.each([
    [
      'O-H-L-C',
      [1_700_000_040, 10, 13, 9, 12],
      [1_700_000_100, 12, 15, 11, 14],
      ['[1]', '[2]', '[3]', '[4]'],
    ],
    [
      'O-C-H-L',
      [1_700_000_040, 10, 12, 13, 9],
      [1_700_000_100, 12, 14, 15, 11],
      ['[1]', '[3]', '[4]', '[2]'],
    ],
    [
      'L-H-O-C',
      [1_700_000_040, 9, 13, 10, 12],
      [1_700_000_100, 11, 15, 12, 14],
      ['[3]', '[2]', '[1]', '[4]'],
    ],
  ] as const)('%s', (_name, first, second, [open, high, low, close]) => {
    const rows = [
      [...first, 3.5],
      [...second, 2.25],
    ];
    const { fields } = infer('candles', rows).rows;
    expect(fields).toMatchObject({ open, high, low, close, volume: '[5]' });
  });

  it('of one row alone leave open and close in doubt', () => {
    const found = infer('stream_candle', { data: [[1_700_000_040_000, '10', '13', '9', '12', '3', '33']] });
    expect(found.rows.fields).toMatchObject({
      open: '[1]',
      high: '[2]',
      low: '[3]',
      close: '[4]',
      volume: '[5]',
    });
    expect(found.warnings.map(({ field }) => field)).toEqual(['open', 'close']);
  });

  it('that are flat leave the prices in doubt', () => {
    const found = infer('candles', [
      [1_700_000_040, '10', '10', '10', '10', '3'],
      [1_700_000_100, '10', '10', '10', '10', '3'],
    ]);
    expect(['open', 'high', 'low', 'close'].every((field) => isDoubted(found, field))).toBe(true);
  });
});

describe('candles with names', () => {
  it('take the value for the volume where names mislead', () => {
    const frame = {
      result: {
        t: '1699999980',
        v: '43997.1',
        c: '36544.6',
        h: '36545',
        l: '36539.2',
        o: '36540',
        n: '1m_BTC_USDT',
        a: '1.204',
        w: false,
      },
    };
    const { fields, also } = infer('stream_candle', frame).rows;
    expect(fields).toMatchObject({
      timestamp: { path: 'result.t', unit: 's' },
      open: 'result.o',
      volume: 'result.a',
      closed: 'result.w',
    });
    expect(also).toMatchObject({ 'result.v': 'quote_volume' });
  });

  it('warn where a price called open is above the high', () => {
    const found = infer('candles', [
      { time: 1_700_000_040, open: '20', high: '13', low: '9', close: '12', volume: '1' },
    ]);
    expect(isDoubted(found, 'open')).toBe(true);
  });
});

describe('orders, wallets, rates', () => {
  it('reads an order inside an envelope, and its words', () => {
    const found = infer('get_order', {
      order: {
        id: 'a-1',
        clientId: 'mine',
        market: 'BTC-USD',
        side: 'BUY',
        kind: 'x',
        orderType: 'LIMIT',
        limitPrice: '40000',
        quantity: '0.01',
        filledQuantity: '0.004',
        state: 'PARTIALLY_FILLED',
        created_at: '2023-11-14T22:13:20Z',
      },
    });
    expect(found.rows.fields).toMatchObject({
      order_id: 'order.id',
      client_order_id: 'order.clientId',
      status: 'order.state',
      filled_size: 'order.filledQuantity',
      price: 'order.limitPrice',
    });
    expect(found.rows.also).toMatchObject({ 'order.created_at': { field: 'created_at', unit: 'iso' } });
    expect(found.words).toContainEqual({
      field: 'status',
      word: 'PARTIALLY_FILLED',
      means: 'PARTIALLY_FILLED',
    });
    expect(found.preview[0]).toMatchObject({ order_id: 'a-1', filled_size: '0.004' });
  });

  it('reads a wallet that is a map', () => {
    const { rows, preview } = infer('balances', {
      BTC: { available: '1', hold: '0.5' },
      USDT: { available: '7', hold: '0' },
    });
    expect(rows).toEqual({ items: '', key: 'asset', fields: { free: 'available', locked: 'hold' } });
    expect(preview[0]).toEqual({ asset: 'BTC', free: '1', locked: '0.5' });
  });

  it('takes a rate above 5 % for a percentage, and says so', () => {
    const found = infer('fees', { maker: '0.25', taker: '0.4' });
    expect(found.rows.fields).toEqual({
      maker: { path: 'maker', scale: 'percent' },
      taker: { path: 'taker', scale: 'percent' },
    });
    expect(isDoubted(found, 'maker')).toBe(true);
  });

  it('warns of a status word that it does not know, and of a field that the role needs', () => {
    const found = infer('get_order', { status: 'limbo' });
    expect(found.warnings.map(({ field }) => field)).toEqual(expect.arrayContaining(['status', 'order_id']));
  });

  it('takes the size at first for the size, and the other one for what is left', () => {
    const { rows } = infer('get_order', { oid: '1', status: 'open', sz: '0.6', origSz: '1.0', side: 'buy' });
    expect(rows.fields).toMatchObject({ size: 'origSz', remaining_size: 'sz' });
  });

  it('warns of what other orders will have elsewhere, or mean otherwise', () => {
    const nested = infer('get_order', { id: 'a-1', status: 'OPEN', plan: { limit_gtc: { base_size: '1' } } });
    expect(isDoubted(nested, 'size')).toBe(true);
    expect(isDoubted(infer('get_order', { id: 'a-1', status: 'open', side: '0' }), 'side')).toBe(true);
    const twins = { i: 7, X: 'NEW', S: 'BUY', c: 'mine', C: '', q: '1', p: '2' };
    expect(isDoubted(infer('stream_order', twins), 'client_order_id')).toBe(true);
  });

  it('warns of markets that name no assets, and of a second flag for trading', () => {
    expect(isDoubted(infer('instruments', [{ name: 'BTC', szDecimals: 5 }]), 'size_decimals')).toBe(true);
    const market = {
      symbol: 'BTC-USD',
      base: 'BTC',
      quote: 'USD',
      status: 'online',
      trading_disabled: false,
    };
    expect(isDoubted(infer('instruments', [market]), 'tradable')).toBe(true);
  });

  it('says of a sample of something else that what it needs is not there', () => {
    const found = infer('candles', { hello: 'world' });
    expect(found.fields).toEqual([]);
    expect(found.warnings).toContainEqual({ field: 'open', message: expect.stringContaining('not found') });
  });

  it('never fails, whatever the sample', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom('candles' as const, 'get_order' as const, 'balances' as const, 'fees' as const),
        (sample, role) => {
          expect(infer(role, sample).role).toBe(role);
        },
      ),
    );
  });
});

function isDoubted({ warnings }: Inference, field: string): boolean {
  return warnings.some((warning) => warning.field === field);
}
