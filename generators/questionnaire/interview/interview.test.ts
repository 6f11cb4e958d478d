import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { interview, type Terminal } from './interview.js';
import { readRequest } from './request-example.js';

/** Answers each question by the first text it holds. */
function terminal(answers: Readonly<Record<string, string>>): Terminal & { readonly refused: string[] } {
  const refused: string[] = [];
  const answerTo = (message: string): string =>
    Object.entries(answers).find(([part]) => message.includes(part))?.[1] ?? '';
  return {
    refused,
    text: ({ message, check, default: fallback }) => {
      const answer = answerTo(message) || (fallback ?? '');
      const problem = check(answer);
      if (problem !== undefined) throw new Error(`${message} ${answer}: ${problem}`);
      return Promise.resolve(answer);
    },
    choose: ({ message, choices }) => {
      if (message.startsWith('Something is wrong')) throw new Error(refused.join('; '));
      return Promise.resolve(answerTo(message) || (choices[0]?.value ?? ''));
    },
    paste: (message) => {
      if (refused.length > 0) throw new Error(refused.join('; '));
      return Promise.resolve(answerTo(message));
    },
    show: (lines) => refused.push(...lines.filter((line) => line.startsWith('✗'))),
  };
}

describe('an interview that starts from a venue of the same style', () => {
  it('gives a description that holds, with none of that venue’s hosts', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'ats-interview-'));
    const rows = [
      ['1700000040', '12', '14', '15', '11', '2', '26'],
      ['1699999980', '10', '12', '13', '9', '3', '33'],
    ];
    const person = terminal({
      snake_case: 'my_coins',
      'API like': 'okx_spot',
      'API documentation': 'https://docs.my-coins.test',
      'REST API': 'https://api.my-coins.test',
      'public stream': 'wss://stream.my-coins.test',
      'private stream': 'wss://private.my-coins.test',
      'BTC/USDT': 'btc_usdt',
      differ: 'candles',
      'request of candles': 'GET /v2/bars?market=BTC-USDT&bar=1m&limit=100',
      'answer of candles': JSON.stringify({ bars: rows }),
      'Build it': 'yes',
    });
    const { description, folder } = await interview({
      cwd,
      terminal: person,
      presets: ['okx_spot'],
      preview: () => [],
    });
    expect(person.refused).toEqual([]);
    expect(description).toMatchObject({
      venue: 'my_coins',
      kind: 'live',
      symbol: { template: '{base}_{quote}', case: 'lower' },
      auth: { signature: { algorithm: 'hmac-sha256', encoding: 'base64' } },
    });
    expect(description.endpoints.candles).toMatchObject({
      request: 'GET /v2/bars',
      params: { market: '{symbol}', bar: '{interval}', limit: '{limit}' },
      response: {
        items: 'bars',
        fields: { timestamp: { path: '[0]', unit: 's' }, close: '[2]', high: '[3]' },
      },
    });
    expect(description.endpoints.place_order?.request).toBe('POST /api/v5/trade/order');
    const { docs: _docs, ...rest } = description;
    expect(JSON.stringify(rest)).not.toContain('okx.com');
    expect(readFileSync(join(folder, 'answers.json'), 'utf8')).toContain('btc_usdt');
  });
});

describe('a documented request', () => {
  it.each([
    ['GET /a', { request: 'GET /a' }],
    [
      'GET /a?pair=BTC&from=1700000000',
      { request: 'GET /a', params: { pair: '{symbol}', from: '{start|s}' } },
    ],
    [
      'GET /a?endAt=1700000000000&category=spot',
      { request: 'GET /a', params: { endAt: '{end|ms}', category: 'spot' } },
    ],
    ['curl /a', undefined],
    ['GET /a b', undefined],
  ])('%s', (text, expected) => {
    expect(readRequest(text, 'candles')).toEqual(expected);
  });

  it.each([
    [
      'POST /o {"pair":"BTC-USDT","type":"buy","ordertype":"limit","volume":"1","price":"9","cl_ord_id":"x","tif":"GTC"}',
      {
        request: 'POST /o',
        encode: 'json',
        params: {
          pair: '{symbol}',
          type: '{side}',
          ordertype: '{type}',
          volume: '{size}',
          price: { value: '{price}', when: 'limit' },
          cl_ord_id: '{client_order_id}',
          tif: { value: 'GTC', when: 'limit' },
        },
      },
    ],
    [
      'POST /o symbol=BTCUSDT&side=SELL&qty={size}',
      { request: 'POST /o', encode: 'form', params: { symbol: '{symbol}', side: '{side}', qty: '{size}' } },
    ],
    ['POST /o {"symbol": oops}', undefined],
  ])('of an order: %s', (text, expected) => {
    expect(readRequest(text, 'place_order')).toEqual(expected);
  });

  it('names an order in its path', () => {
    expect(readRequest('DELETE /orders/{orderId}', 'cancel_order')?.request).toBe(
      'DELETE /orders/{order_id}',
    );
    expect(readRequest('GET /orders/:clientOid', 'get_order')?.request).toBe('GET /orders/{client_order_id}');
  });
});
