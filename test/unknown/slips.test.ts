import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadVenue } from '../../venues/index.js';

/** Slips that a mock exchange would repeat, and a certificate would not tell: the description itself must be refused. */
let folder: string;
let text: string;

beforeAll(async () => {
  folder = await cpOf('poloniex');
  text = await readFile(join(folder, 'venue.yaml'), 'utf8');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['an order without a side', "      side: '{side}'\n", '', 'place_order: its request does not say the side'],
  [
    'an order without a price',
    "      price: { value: '{price}', when: limit }\n",
    '',
    'place_order: its request does not say the price',
  ],
  [
    'a market buy without its cost',
    "      amount: { value: '{quote_size}', when: market_buy }\n",
    '',
    'place_order: its request does not say the cost of a market buy',
  ],
  [
    'an order without an id of ours',
    "      clientOrderId: '{client_order_id}'\n    accepts",
    '    accepts',
    'place_order: its request does not say our id of the order',
  ],
  [
    'a cancel of nothing',
    'DELETE /orders/{order_id}',
    'DELETE /orders',
    'cancel_order: its request does not say the order',
  ],
  [
    'candles of no interval',
    "params: { interval: '{interval}', limit",
    'params: { limit',
    'endpoints.candles: its request does not say the interval',
  ],
  [
    'candles of no market',
    'GET /markets/{symbol}/candles',
    'GET /markets/candles',
    'endpoints.candles: its request does not say the market',
  ],
  [
    'a stream of every market',
    "symbols: ['{symbol}'] }\n    unsubscribe",
    'symbols: [all] }\n    unsubscribe',
    'streams.candles.subscribe: does not say the market',
  ],
  [
    'an order that is not signed',
    'request: POST /orders\n    signed: true',
    'request: POST /orders',
    'endpoints.place_order: is about an account and would go out unsigned; write signed: true',
  ],
  [
    'the secret in a header',
    "key: '{api_key}'",
    "key: '{api_secret}'",
    'auth.place.headers.key: {api_secret} is never sent',
  ],
  ['a nonce that nothing makes', "key: '{api_key}'", "key: '{nonce}'", 'auth.nonce: is missing'],
  [
    'a request without its signature',
    "signature: '{signature}'\n      signatureM",
    "other: '{api_key}'\n      signatureM",
    'auth.place: has no {signature}',
  ],
  [
    'base64 in capitals',
    "signature: '{signature}'\n      signatureM",
    "signature: '{signature|upper}'\n      signatureM",
    'auth.place: changes the case of a signature in base64',
  ],
  [
    'times in another unit',
    "timestamp: '[12]' }",
    "timestamp: { path: '[12]', unit: s } }",
    "1648684800000 is no time of our days in s; write { path: '[12]', unit: ms }",
  ],
  [
    'a candle known by its end',
    "timestamp: '[12]' }",
    "timestamp: '[13]' }",
    "1648771199999 is a candle's last moment",
  ],
  [
    'interchanged columns',
    "low: '[0]', high: '[1]'",
    "low: '[1]', high: '[0]'",
    'endpoints.candles.response.fields: open, high, low and close are',
  ],
  [
    'a frame that is never recognised',
    "match: { channel: 'candles_{interval}', 'data[0].symbol'",
    "match: { chan: 'candles_{interval}', 'data[0].symbol'",
    'streams.candles.frame.match.chan: chan is not in the sample',
  ],
  [
    'a login that never succeeds',
    "match: { channel: auth, data.success: 'true' }",
    "match: { channel: login, data.success: 'true' }",
    'streams.orders.logged_in.match.channel: channel is "auth" in the sample, not login',
  ],
  [
    'a query in a request line',
    'request: GET /markets\n',
    'request: GET /markets?type=spot\n',
    'endpoints.instruments.request: give a method in capitals and a path without a query',
  ],
  [
    'a failure without a code',
    'answer: { code: [code]',
    'answer: { code: [kode]',
    'errors.answer.code: kode is not in the sample',
  ],
])('%s is refused', async (_what, from, to, message) => {
  expect(text).toContain(from);
  const file = join(folder, 'slip.yaml');
  await writeFile(file, text.replace(from, to));
  await expect(loadVenue(file)).rejects.toThrow(message);
});

test('of requests that are signed under a word of their own none may lack it, and none has it in vain', async () => {
  const backpack = await cpOf('backpack');
  const told = await readFile(join(backpack, 'venue.yaml'), 'utf8');
  const refused = async (from: string, to: string): Promise<unknown> => {
    expect(told).toContain(from);
    await writeFile(join(backpack, 'slip.yaml'), told.replaceAll(from, to));
    return loadVenue(join(backpack, 'slip.yaml'))
      .then(() => 'it was taken')
      .catch(String);
  };
  expect(await refused('    signed_as: orderCancel\n', '')).toContain(
    'endpoints.cancel_order.signed_as: is missing; auth signs {signed_as}',
  );
  expect(await refused('{signed_as}', 'any')).toContain(
    'endpoints.place_order.signed_as: is given, but auth does not sign {signed_as}',
  );
  expect(await refused('algorithm: ed25519', 'algorithm: rsa-sha256')).toContain(
    'auth.signature.secret: is base64, but an RSA key is given as PEM',
  );
  await rm(backpack, { recursive: true, force: true });
});

async function cpOf(venue: string): Promise<string> {
  const to = await mkdtemp(join(tmpdir(), 'slips-'));
  await cp(fileURLToPath(new URL(venue, import.meta.url)), to, { recursive: true });
  return to;
}
