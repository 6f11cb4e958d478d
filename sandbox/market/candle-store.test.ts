import { Decimal } from 'ats-runtime';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { MatchingEngine } from '../engine/matching-engine.js';
import { CandleStore } from './candle-store.js';
import { SyntheticMarket } from './synthetic-market.js';
import type { LedgerCandle } from './types.js';

const START = Date.UTC(2026, 0, 5, 10, 0, 0);
const SECOND = START / 1000;
const MINUTES = 60_000;

describe('live candles', () => {
  test('are made of the trades', () => {
    const { engine, clock, store } = fresh();
    trade(engine, '100.00', '2');
    clock.tick(10_000);
    trade(engine, '103', '1');
    clock.tick(10_000);
    trade(engine, '99.5', '0.5', 'SELL');
    trade(engine, '101', '0.25');
    expect(store.current(60)).toEqual({
      timestamp: SECOND,
      open: '100',
      high: '103',
      low: '99.5',
      close: '101',
      volume: '3.75',
      quoteVolume: '378',
      trades: 4,
      takerBaseVolume: '3.25',
      closed: false,
    });
    expect(store.candles(10, SECOND, SECOND + 60).map(({ open, volume }) => [open, volume])).toEqual([
      ['100', '2'],
      ['103', '1'],
      ['99.5', '0.75'],
    ]);
  });

  test('stand still, flat and without volume, when nobody trades', () => {
    const { engine, clock, store } = fresh();
    trade(engine, '100', '1');
    clock.tick(3 * MINUTES);
    trade(engine, '110', '1');
    const [first, second, third, running] = store.candles(60, SECOND, SECOND + 600);
    expect([first?.closed, third?.closed, running?.closed]).toEqual([true, true, false]);
    expect(second).toMatchObject({
      open: '100',
      high: '100',
      low: '100',
      close: '100',
      volume: '0',
      trades: 0,
    });
    expect(running).toMatchObject({ open: '110', volume: '1' });
  });

  test('are told on every trade, and exactly once as closed, by the clock', () => {
    const { engine, clock, store } = fresh();
    const told: string[] = [];
    const stop = store.onUpdate(({ timestamp, volume, closed }) =>
      told.push(`${timestamp - SECOND} ${volume} ${closed ? 'closed' : 'running'}`),
    );
    trade(engine, '100', '1');
    trade(engine, '100', '1');
    clock.tick(2 * MINUTES);
    trade(engine, '100', '4');
    stop();
    clock.tick(2 * MINUTES);
    expect(told).toEqual(['0 1 running', '0 2 running', '0 2 closed', '60 0 closed', '120 4 running']);
    expect(clock.pending).toBe(0);
  });

  test('a trade at the very end of a candle belongs to the next, after the closed one was told', () => {
    const { engine, clock, store } = fresh();
    const told: string[] = [];
    clock.schedule(MINUTES, () => trade(engine, '100', '7'));
    store.onUpdate(({ timestamp, volume, closed }) => told.push(`${timestamp - SECOND} ${volume} ${closed}`));
    trade(engine, '100', '1');
    clock.tick(MINUTES);
    expect(told).toEqual(['0 1 false', '0 1 true', '60 7 false', '60 7 false']);
  });

  test('leave out forced fills', () => {
    const { engine, store } = fresh();
    trade(engine, '100', '1');
    const { order } = engine.place('ann', {
      symbol: 'AAA/BBB',
      side: 'BUY',
      type: 'LIMIT',
      size: '1',
      price: '50',
    });
    engine.forceFill(order?.id ?? '');
    expect(order?.status).toBe('COMPLETED');
    expect(store.current(60)).toMatchObject({ low: '100', trades: 1 });
  });

  test('weeks begin on Monday', () => {
    const { store } = fresh();
    const [week] = store.candles(604_800, SECOND - 604_800, SECOND).slice(-1);
    expect(new Date((week?.timestamp ?? 0) * 1000).toISOString()).toBe('2026-01-05T00:00:00.000Z');
  });

  test('of a range without end only the newest 10,000 are told', () => {
    const { store } = fresh();
    const candles = store.candles(1, 0, Number.MAX_SAFE_INTEGER);
    expect(candles).toHaveLength(10_000);
    expect(candles.at(-1)?.timestamp).toBe(SECOND);
    expect(store.candles(60, SECOND + 60, SECOND + 120)).toEqual([]);
    expect(store.candles(60, SECOND, SECOND - 120)).toEqual([]);
  });
});

describe('history', () => {
  test('is the same whenever and in whatever pages it is asked for', () => {
    const whole = fresh().store.candles(60, SECOND - 60 * 500, SECOND);
    fc.assert(
      fc.property(fc.nat(490), fc.integer({ min: 1, max: 9 }), (from, count) => {
        const { store, clock } = fresh();
        clock.tick(from * 1_000);
        const start = SECOND - 60 * 500 + from * 60;
        expect(store.candles(60, start, start + count * 60)).toEqual(whole.slice(from, from + count));
      }),
      { numRuns: 30 },
    );
  });

  test('joins the live price', () => {
    const { store } = fresh();
    const last = store.candles(60, SECOND - 60, SECOND).at(0);
    expect(last?.close).toBe('100');
    expect(store.current(60)).toMatchObject({ open: '100', close: '100', volume: '0' });
  });

  test('has no candle in which two columns could be swapped unseen', () => {
    expect(
      fresh()
        .store.candles(60, SECOND - 60 * 5_000, SECOND)
        .filter(hasSwappableColumns),
    ).toEqual([]);
  });

  test('longer candles are the shorter ones joined', () => {
    const { store } = fresh();
    for (const [long, short] of [
      [300, 60],
      [86_400, 3_600],
      [60, 1],
      [15, 5],
    ] as const) {
      const from = SECOND - 86_400 - (SECOND % 86_400);
      const parts = store.candles(short, from, from + long);
      const [whole] = store.candles(long, from, from + long);
      expect(parts).toHaveLength(long / short);
      expect(whole?.open).toBe(parts[0]?.open);
      expect(whole?.close).toBe(parts.at(-1)?.close);
      expect(Number(whole?.high)).toBe(Math.max(...parts.map(({ high }) => Number(high))));
      expect(Number(whole?.low)).toBe(Math.min(...parts.map(({ low }) => Number(low))));
      for (const column of ['volume', 'quoteVolume', 'takerBaseVolume', 'trades'] as const) {
        expect(new Decimal(whole?.[column] ?? 0).eq(sum(parts.map((part) => part[column])))).toBe(true);
      }
    }
  });
});

describe('candles of a synthetic market', () => {
  test.each([true, false])('every minute has distinct columns (calm: %s)', (calm) => {
    const { clock, engine, setting, store } = fresh(calm, '30000');
    const closed: LedgerCandle[] = [];
    store.onUpdate((candle) => {
      if (candle.closed) closed.push(candle);
    });
    const market = new SyntheticMarket(setting);
    clock.tick(300 * MINUTES);
    market.stop();
    expect(closed).toEqual(store.candles(60, SECOND, SECOND + 300 * 60));
    expect(closed.filter(hasSwappableColumns)).toEqual([]);
    expect(engine.recentTrades('AAA/BBB')).toHaveLength(1_000);
  });
});

describe('candles from a CSV', () => {
  const csv = [
    'time,open,high,low,close,volume,buy_volume',
    '2026-01-05 09:57:00+00:00,10,12,9.5,11,3.25,1',
    '2026-01-05 09:58:00+00:00,11,11.5,10,10.5,1.123456789012,1',
    '2026-01-05T10:00:00Z,10.5,20,10.25,15,7,1',
    '2026-01-05T10:01:00Z,15,16,14,14.5,8,1',
  ].join('\n');

  test('are told as they are, without looking ahead', () => {
    const { store, clock } = fresh(false, '100', csv);
    expect(store.candles(60, 0, SECOND + 600).map(columns)).toEqual([
      '10 12 9.5 11 3.25',
      '11 11.5 10 10.5 1.123456789012',
      '10.5 10.5 10.5 10.5 0',
      '10.5 10.5 10.5 10.5 0',
    ]);
    clock.tick(MINUTES);
    expect(store.candles(60, SECOND, SECOND + 600).map(columns)).toEqual([
      '10.5 20 10.25 15 7',
      '15 15 15 15 0',
    ]);
    expect(store.candles(1, 0, SECOND)).toEqual([]);
    expect(store.candles(300, SECOND, SECOND + 300).map(columns)).toEqual(['10.5 20 10.25 15 7']);
  });

  test('are told as closed by the clock', () => {
    const { store, clock } = fresh(false, '100', csv);
    const told: string[] = [];
    store.onUpdate(({ timestamp, close, closed }) => told.push(`${timestamp - SECOND} ${close} ${closed}`));
    clock.tick(2 * MINUTES);
    expect(told).toEqual(['0 15 true', '60 14.5 true']);
  });

  test.each([
    ['time,open,high,low,close\n', 'CSV line 1: no column volume'],
    ['time,open,high,low,close,volume\n0,1,1,1,1,1', 'at least two rows'],
    ['time,open,high,low,close,volume\n0,1,1,1,1,1\n60,1,x,1,1,1', 'CSV line 3: high is no amount: x'],
    ['time,open,high,low,close,volume\n60,1,1,1,1,1\n0,1,1,1,1,1', 'CSV line 3: times must ascend'],
    ['time,open,high,low,close,volume\nsoon,1,1,1,1,1', 'CSV line 2: time is neither'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => fresh(false, '100', text)).toThrow(message);
  });
});

function columns({ open, high, low, close, volume }: LedgerCandle): string {
  return [open, high, low, close, volume].join(' ');
}

function fresh(calm = false, startPrice = '100', csv?: string) {
  const clock = new VirtualClock({ start: START });
  const engine = new MatchingEngine({
    now: () => clock.now(),
    markets: [
      {
        symbol: 'AAA/BBB',
        base: 'AAA',
        quote: 'BBB',
        tickSize: '0.01',
        stepSize: '0.00001',
        minSize: '0.00001',
      },
    ],
    fees: { maker: '0', taker: '0' },
    feeAsset: 'received',
  });
  engine.deposit('ann', 'AAA', '1000000');
  engine.deposit('ann', 'BBB', '1000000');
  engine.openAccount('house', { house: true });
  const setting = { clock, engine, symbol: 'AAA/BBB', seed: 3, startPrice, calm };
  const store = new CandleStore(csv === undefined ? setting : { ...setting, csv });
  return { clock, engine, store, setting };
}

/** A trade at this price: the house offers, ann takes. */
function trade(engine: MatchingEngine, price: string, size: string, side: 'BUY' | 'SELL' = 'BUY'): void {
  const request = { symbol: 'AAA/BBB', type: 'LIMIT', size, price } as const;
  engine.place('house', { ...request, side: side === 'BUY' ? 'SELL' : 'BUY' });
  engine.place('ann', { ...request, side });
}

/** Whether two columns are equal, or high and low are not beyond open and close. */
function hasSwappableColumns({ open, high, low, close, volume, quoteVolume }: LedgerCandle): boolean {
  const isDistinct = new Set([open, high, low, close, volume, quoteVolume]).size === 6;
  const isHigh = Number(high) > Math.max(Number(open), Number(close));
  return !isDistinct || !isHigh || Number(low) >= Math.min(Number(open), Number(close));
}

function sum(values: readonly (string | number)[]): Decimal {
  return values.reduce<Decimal>((total, value) => total.plus(value), new Decimal(0));
}
