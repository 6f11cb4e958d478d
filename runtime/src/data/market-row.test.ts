import { expect, test } from 'vitest';
import { ExchangeConnectionException } from '../exceptions.js';
import { Answer } from '../http/answer.js';
import { marketRow } from './market-row.js';

const BTC = { base: 'BTC', quote: 'USDT' };
const rows = new Answer([{ symbol: 'ETHUSDT' }, { symbol: 'BTCUSDT' }], 'GET /markets').list();

test('the row of the market is found among the others', () => {
  expect(marketRow(rows, BTC, (row) => row.text('symbol') === 'BTCUSDT')).toBe(rows[1]);
});

test('where the venue was asked for one market, its row is the first', () => {
  expect(marketRow(rows, BTC)).toBe(rows[0]);
});

test('a market that is not there is named', () => {
  expect(() => marketRow([], BTC)).toThrow(ExchangeConnectionException);
  expect(() => marketRow([], BTC)).toThrow("BTC/USDT is not among the venue's markets");
});
