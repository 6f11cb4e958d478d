import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pagesProposals } from './index.js';

const DOCUMENTATION = readFileSync(new URL('../../test/fixtures/documentation.md', import.meta.url), 'utf8');

describe('a whole documentation, pasted at once', () => {
  const found = pagesProposals(DOCUMENTATION);
  const answer = (id: string): string | undefined => found[id]?.answer;

  it('gives every request', () => {
    expect(
      Object.fromEntries(
        Object.entries(found).flatMap(([id, { answer: text, isSure }]) =>
          id.startsWith('request:') ? [[id.slice(8), isSure ? text : `? ${text}`]] : [],
        ),
      ),
    ).toEqual({
      server_time: 'GET /v1/time',
      instruments: 'GET /v1/markets',
      candles: 'GET /v1/candles?market={symbol}&period={interval}&from={start|s}&to={end|s}&limit={limit}',
      place_order:
        'POST /v1/orders {"market":"btc_usdt","side":"Bid","type":"Limit","qty":"0.5","price":"36500.10","clientOrderId":"c-1700000000"}',
      cancel_order: 'DELETE /v1/orders/{order_id}',
      get_order: 'GET /v1/order?clientOrderId={client_order_id}',
      open_orders: 'GET /v1/orders?market={symbol}',
      balances: 'GET /v1/balances',
      fees: 'GET /v1/fees?market={symbol}',
    });
  });

  it('gives every answer, an error, and what tables tell', () => {
    expect(
      Object.keys(found)
        .filter((id) => id.startsWith('sample:'))
        .toSorted(),
    ).toEqual(
      [
        'balances',
        'cancel_order',
        'candles',
        'error',
        'fees',
        'get_order',
        'instruments',
        'open_orders',
        'place_order',
        'server_time',
      ].map((id) => `sample:${id}`),
    );
    expect(answer('rest')).toBe('https://api.my-coins.test');
    expect(answer('symbol')).toBe('btc_usdt');
    expect(answer('intervals')).toBe('1m=1min 5m=5min 15m=15min 1h=60min 1d=1day');
    expect(answer('page')).toBe('200');
    expect(answer('statuses')).toBe(
      'Open=PENDING Partial=PARTIALLY_FILLED Done=COMPLETED Cancelled=CANCELLED',
    );
    expect(answer('codes')).toBe(
      'bad_key=11, bad_signature=12, stale_timestamp=13, insufficient_balance=30, get_unknown_order=41, duplicate_client_id=42',
    );
    expect(JSON.parse(answer('sample:error') ?? '')).toEqual({ code: 7, message: 'no such market' });
  });
});
