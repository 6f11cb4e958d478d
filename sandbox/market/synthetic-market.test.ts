import { describe, expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { ledgerLine } from '../engine/event-facts.js';
import { MatchingEngine } from '../engine/matching-engine.js';
import type { MarketSpec } from '../engine/types.js';
import { CandleStore } from './candle-store.js';
import { SyntheticMarket } from './synthetic-market.js';

const BTC: MarketSpec = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.01',
  stepSize: '0.00001',
  minSize: '0.00001',
  minNotional: '5',
};
const START = Date.UTC(2026, 0, 5, 10, 0, 0);
const HOUR = 3_600_000;

describe('SyntheticMarket', () => {
  test('quotes both sides and has a last price at once', () => {
    const { engine } = fresh();
    const { bids, asks } = engine.book('BTC/USDT', 10);
    expect([bids.length, asks.length]).toEqual([6, 6]);
    expect(Number(asks[0]?.[0]) - Number(bids[0]?.[0])).toBeLessThan(10);
    expect(engine.lastPrice('BTC/USDT')?.toNumber()).toBeCloseTo(30_000, -2);
  });

  test('does the same for the same seed, byte for byte, and something else for another', () => {
    expect(history(7)).toBe(history(7));
    expect(history(7)).not.toBe(history(8));
    expect(history(7).split('\n').length).toBeGreaterThanOrEqual(600);
  });

  test('fills a limit order when the price comes to it, at its price', () => {
    const { engine, clock } = fresh();
    engine.deposit('ann', 'USDT', '1000000');
    const { order } = engine.place('ann', {
      symbol: 'BTC/USDT',
      side: 'BUY',
      type: 'LIMIT',
      size: '0.5',
      price: '29950.00',
    });
    expect(order?.status).toBe('PENDING');
    clock.tick(HOUR);
    expect(order?.status).toBe('COMPLETED');
    expect(order?.averagePrice?.toFixed()).toBe('29950');
    expect(order?.fills.every(({ maker }) => maker)).toBe(true);
  });

  test('calm: stays within half a percent, so that orders 10 % away never fill', () => {
    for (const seed of [1, 2, 3]) {
      const { engine, clock } = fresh({ seed, calm: true });
      engine.deposit('ann', 'USDT', '1000000');
      const far = engine.place('ann', {
        symbol: 'BTC/USDT',
        side: 'BUY',
        type: 'LIMIT',
        size: '1',
        price: '27000',
      });
      const prices: number[] = [];
      engine.onEvent((event) => {
        if (event.type === 'trade') prices.push(event.trade.price.toNumber());
      });
      clock.tick(3 * HOUR);
      expect(Math.max(...prices)).toBeLessThan(30_000 * 1.005);
      expect(Math.min(...prices)).toBeGreaterThan(30_000 * 0.995);
      expect(far.order?.status).toBe('PENDING');
    }
  });

  test('calm: fills market orders of normal size at once, one after the other, while time stands still', () => {
    const { engine } = fresh({ calm: true });
    engine.deposit('ann', 'USDT', '100000000');
    for (let count = 0; count < 100; count += 1) {
      const { order } = engine.place('ann', { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', size: '1' });
      expect(order?.status).toBe('COMPLETED');
      expect(order?.averagePrice?.toNumber()).toBeLessThan(30_000 * 1.005);
    }
  });

  test('quotes around a reference given to it', () => {
    const { engine, clock } = fresh({ reference: (second) => 40_000 + (second - START / 1000) });
    clock.tick(100_000);
    expect(engine.lastPrice('BTC/USDT')?.toNumber()).toBeGreaterThan(40_090);
    expect(engine.lastPrice('BTC/USDT')?.toNumber()).toBeLessThan(40_110);
  });

  test.each([
    { tickSize: '0.0000001', stepSize: '1', minSize: '1', startPrice: '0.00001234' },
    { tickSize: '0.5', stepSize: '0.001', minSize: '0.001', startPrice: '65000' },
    { tickSize: '1', stepSize: '0.00000001', minSize: '0.0001', startPrice: '1500000000' },
    { tickSize: '0.01', stepSize: '0.1', minSize: '0.1', startPrice: '0.02' },
  ])('trades on any grid: $tickSize, $stepSize at $startPrice', ({ startPrice, ...grid }) => {
    const { engine, clock, store } = fresh({ spec: { ...BTC, ...grid }, startPrice });
    clock.tick(HOUR / 6);
    expect(engine.recentTrades('BTC/USDT').length).toBeGreaterThan(500);
    expect(engine.ledger.filter(({ type }) => type === 'rejected')).toEqual([]);
    expect(store.candles(60, 0, START).length).toBeGreaterThan(100);
  });

  test('waits out a halt of the market, and stops when told', () => {
    const { engine, clock, synthetic } = fresh();
    engine.setMarketOpen('BTC/USDT', false);
    const trades = engine.recentTrades('BTC/USDT').length;
    clock.tick(10_000);
    expect(engine.recentTrades('BTC/USDT')).toHaveLength(trades);
    engine.setMarketOpen('BTC/USDT', true);
    clock.tick(10_000);
    expect(engine.recentTrades('BTC/USDT').length).toBeGreaterThan(trades);
    synthetic.stop();
    expect(clock.pending).toBe(0);
  });
});

/** Ten minutes of a market as ledger lines. */
function history(seed: number): string {
  const { engine, clock } = fresh({ seed });
  const lines: string[] = [];
  engine.onEvent((event) => lines.push(ledgerLine(event)));
  clock.tick(HOUR / 6);
  return lines.join('\n');
}

interface Fresh {
  readonly seed?: number;
  readonly calm?: boolean;
  readonly spec?: MarketSpec;
  readonly startPrice?: string;
  readonly reference?: (second: number) => number;
}

function fresh({ seed = 7, calm = false, spec = BTC, startPrice = '30000', ...more }: Fresh = {}): {
  readonly clock: VirtualClock;
  readonly engine: MatchingEngine;
  readonly store: CandleStore;
  readonly synthetic: SyntheticMarket;
} {
  const clock = new VirtualClock({ start: START });
  const fees = { maker: '0.001', taker: '0.001' };
  const engine = new MatchingEngine({ now: () => clock.now(), markets: [spec], fees, feeAsset: 'received' });
  const setting = { clock, engine, symbol: 'BTC/USDT', seed, startPrice, calm };
  const store = new CandleStore(setting);
  return { clock, engine, store, synthetic: new SyntheticMarket({ ...setting, ...more }) };
}
