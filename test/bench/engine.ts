import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MatchingEngine } from '../../sandbox/engine/matching-engine.js';
import type { PlaceRequest, Side } from '../../sandbox/engine/types.js';
import type { BenchRow } from './measure.js';

/**
 * Orders per second of the matching engine, in process, with its default history and ledger: of four orders two rest
 * and are cancelled, one rests at the best price and the fourth trades with it. Once on a book with 1,000 resting orders
 * and once with 1,000,000: the two should be alike.
 */
export async function benchEngine(): Promise<readonly BenchRow[]> {
  const small = ordersPerSecond(1_000);
  const large = ordersPerSecond(1_000_000);
  const [before, after] = heaps();
  return [
    {
      name: 'matching engine, 1,000 resting orders',
      ours: small,
      unit: 'orders/s',
      reference: { name: 'with a history of 100,000', value: ordersPerSecond(1_000, 100_000) },
      target: '≥ 500,000 orders/s',
    },
    {
      name: 'matching engine, 1,000,000 resting orders',
      ours: large,
      unit: 'orders/s',
      reference: { name: 'with 1,000', value: small },
      target: 'flat',
    },
    {
      name: 'heap after 1,000,000 orders placed and gone',
      ours: after,
      unit: 'MiB',
      reference: { name: 'after 100,000', value: before },
      target: 'level',
    },
  ];
}

const ROUNDS = 5;
const ORDERS = 200_000;

/** In ticks. */
const MIDDLE = 3_000_000;
const RESTING_LEVELS = 50_000;

/** The best of a few rounds: the first ones warm up, and other work on the machine only ever slows one down. */
function ordersPerSecond(resting: number, keep?: number): number {
  const engine = freshEngine(keep);
  for (let n = 0; n < resting; n += 1) {
    const away = 100 + (n % RESTING_LEVELS);
    const request =
      n % 2 === 0 ? limit('BUY', MIDDLE - away, '0.001') : limit('SELL', MIDDLE + away, '0.001');
    engine.place('maker', request);
  }
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    run(engine, ORDERS);
    best = Math.max(best, ORDERS / ((performance.now() - start) / 1000));
  }
  return best;
}

function heaps(): readonly [after100k: number, after1M: number] {
  const engine = freshEngine();
  run(engine, 100_000);
  const before = heapInUse();
  run(engine, 900_000);
  return [before / 2 ** 20, heapInUse() / 2 ** 20];
}

function run(engine: MatchingEngine, orders: number): void {
  for (let n = 0; n < orders; n += 4) {
    const near = n % RESTERS.length;
    for (const request of RESTERS[near] ?? []) placeAndCancel(engine, request);
    engine.place('maker', OFFER);
    engine.place('taker', TAKE);
  }
}

function placeAndCancel(engine: MatchingEngine, request: PlaceRequest): void {
  const { order } = engine.place('taker', request);
  if (order !== undefined) engine.cancel('taker', { orderId: order.id });
}

function limit(side: Side, ticks: number, size: string): PlaceRequest {
  return { symbol: 'BTC/USDT', side, type: 'LIMIT', size, price: (ticks / 100).toFixed(2) };
}

/** Pairs around the middle, ready-made: the engine is timed, not the making of requests. */
const RESTERS = Array.from({ length: 51 }, (_, near) => [
  limit('BUY', MIDDLE - 30 - near, '0.0012'),
  limit('SELL', MIDDLE + 30 + near, '0.0012'),
]);
const OFFER = limit('SELL', MIDDLE, '0.005');
const TAKE = limit('BUY', MIDDLE, '0.005');

function freshEngine(keep?: number): MatchingEngine {
  const engine = new MatchingEngine({
    ...(keep === undefined ? {} : { keepClosed: keep, keepEvents: keep }),
    now: () => 1_700_000_000_000,
    markets: [
      {
        symbol: 'BTC/USDT',
        base: 'BTC',
        quote: 'USDT',
        tickSize: '0.01',
        stepSize: '0.00001',
        minSize: '0.00001',
        minNotional: '1',
      },
    ],
    fees: { maker: '0.001', taker: '0.001' },
    feeAsset: 'received',
  });
  for (const account of ['maker', 'taker']) {
    engine.deposit(account, 'BTC', '1000000000');
    engine.deposit(account, 'USDT', '1000000000000');
  }
  return engine;
}

function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
