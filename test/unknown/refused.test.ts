import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadVenue } from '../../venues/index.js';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** What is said of a description with a piece of its text replaced. */
async function refusalOf(venue: string, from: string, to: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'refused-'));
  folders.push(folder);
  await cp(fileURLToPath(new URL(venue, import.meta.url)), folder, { recursive: true });
  const file = join(folder, 'venue.yaml');
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
  try {
    await renderConnector({ description: (await loadVenue(folder)).description, wallet: true });
  } catch (error) {
    return String(error).replace(folder, '');
  }
  return 'it was generated';
}

test.each([
  [
    'frames in protobuf',
    'bingx',
    'compression: gzip',
    'compression: protobuf',
    'streams.candles.compression',
  ],
  [
    'a hash that no recipe has',
    'cryptocom',
    'algorithm: hmac-sha256',
    'algorithm: keccak-eip712',
    'auth.signature.algorithm',
  ],
  [
    "a message's parameters as what it signs",
    'cryptocom',
    "payload: ['public/auth{stamp}{api_key}{stamp}']",
    "payload: ['public/auth', { text_of: params }]",
    'streams.orders.signature.payload',
  ],
  [
    'a placeholder that nobody fills',
    'upbit',
    "to: '{end|iso}'",
    "to: '{until|iso}'",
    'endpoints.candles.params.to',
  ],
  [
    'a channel that no confirmation tells',
    'bitfinex',
    '      channel: chanId\n',
    '',
    'streams.candles.acknowledged.channel: is missing',
  ],
  [
    'a channel before there is one',
    'bitfinex',
    "subscribe: { event: subscribe, channel: candles, key: 'trade:{interval}:t{symbol}' }",
    "subscribe: { event: subscribe, channel: '{channel}', key: 'trade:{interval}:t{symbol}' }",
    'streams.candles.subscribe.channel: {channel} is not known before',
  ],
  [
    'a confirmation without the channel that it is said to have',
    'bitfinex',
    'channel: chanId',
    'channel: channelId',
    'acknowledged.channel: channelId is not in the sample',
  ],
  [
    'a frame told by a kind of value that its sample has not',
    'bitfinex',
    "'[1][0]': { is: number }",
    "'[1][0]': { is: list }",
    'frame.match.[1][0]: 1574698200000 in the sample is no list',
  ],
  [
    'a frame told by words of which its sample has none',
    'bitfinex',
    '[on, ou, oc] }',
    '[ou, oc] }',
    'frame.match.[1]: "on" in the sample is none of ou, oc',
  ],
  [
    'a status of which nothing is fixed',
    'bitfinex',
    "'RSN_DUST*': CANCELLED",
    "'*': CANCELLED",
    'orders.statuses.*: begins with what varies',
  ],
  [
    'a status with a value that no order has',
    'bitfinex',
    "'EXECUTED @ {fill_price}",
    "'EXECUTED @ {fil_price}",
    'did you mean {fill_price}?',
  ],
  [
    'a client id that is sent as a number and cannot be one',
    'bitfinex',
    'charset: 0-9, length: 13',
    'charset: a-z0-9, length: 13',
    'endpoints.place_order.params: sends {client_order_id|number}',
  ],
  [
    'a sign where no side is bought or sold',
    'bitfinex',
    "total: '[2]'",
    "total: { path: '[2]', scale: signed }",
    'endpoints.balances.response.fields.total: is signed',
  ],
  [
    'a negative amount that is taken as it stands',
    'bitfinex',
    "fill_size: { path: '[4]', scale: signed }",
    "fill_size: '[4]'",
    'fields.fill_size: [4] is -0.2 in the sample; where what is sold is negative',
  ],
  [
    'a failure that would be taken for another',
    'bitfinex',
    'match: not enough exchange balance',
    'match: not enough',
    'errors.cases.insufficient_balance: its code and words are taken for price_precision (invalid-order)',
  ],
  [
    'an interval that ATS does not have',
    'bitfinex',
    '1m: 1m, 5m: 5m',
    '1m: 1m, 3h: 3h, 5m: 5m',
    'intervals.3h: is no interval of ATS; leave it out',
  ],
  [
    'a digest that no recipe has',
    'poloniex',
    '- "{method}\\n{path}\\n"',
    "- { digest: blake2b512, of: ['{path}'], as: hex }",
    'what none of them says is algorithm: custom',
  ],
  [
    'pairs beside one parameter alone',
    'poloniex',
    "text_of: ''",
    'text_of: limit',
    "with and body_as beside text_of: ''",
  ],
  [
    'rows of which none counts',
    'bitfinex',
    "where: { '[0]': exchange }",
    "where: { '[0]': spot }",
    'no row of the sample has {"[0]":"spot"}',
  ],
])(
  'what cannot be said is refused in one line that names the key: %s',
  async (_what, venue, from, to, key) => {
    const refusal = await refusalOf(venue, from, to);
    expect(refusal).toContain(key);
    expect(refusal.trim().split('\n')).toHaveLength(1);
  },
);
