import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';
import { pageOfCandles } from './candle-page.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot') });
});
afterAll(() => sandbox.close());

test.each([
  ['descending', undefined, 'newest'],
  ['descending', 'oldest', 'oldest'],
  ['ascending', undefined, 'oldest'],
  ['ascending', 'newest', 'newest'],
] as const)('rows that come %s, with without_end: %s, begin with the %s', (order, withoutEnd, wanted) => {
  const now = sandbox.clock.now();
  const start = now - 10 * 60_000;
  const page = { limit: 1000, start: 'inclusive', end: 'inclusive', open_candle: true } as const;
  const described = withoutEnd === undefined ? page : { ...page, without_end: withoutEnd };
  const range = { intervalSeconds: 60, start, limit: 3 };
  const rows = pageOfCandles(sandbox.candles('BTC/USDT'), range, described, order, now);
  const first = wanted === 'oldest' ? start : now - 2 * 60_000;
  const starts = [0, 60, 120].map((seconds) => first / 1000 + seconds);
  expect(rows.map(({ timestamp }) => timestamp)).toEqual(
    order === 'ascending' ? starts : starts.toReversed(),
  );
});
