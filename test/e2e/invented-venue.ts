import { readFileSync } from 'node:fs';

/** A venue that does not exist, as its documentation would print it, and a person's answers about it. */

const FRAME = {
  channel: 'candle_1min',
  market: 'btc_usdt',
  data: { t: 1_700_000_040, o: '36500.1', h: '36510', l: '36498', c: '36505.5', v: '12.345' },
};

/** How it signs, as a documentation's code sample says it. */
const SIGNING = String.raw`const timestamp = Math.floor(Date.now() / 1000);
const payload = timestamp + method + requestPath + '\n' + sha256(body);
const signature = crypto.createHmac('sha512', secret).update(payload).digest('base64');

MC-Key: apiKey
MC-Sign: signature
MC-Time: timestamp
MC-Pass: passphrase`;

const DOCUMENTATION = readFileSync(new URL('../fixtures/documentation.md', import.meta.url), 'utf8');

/** Documentation ends with a line that is only a dot, a sample with an empty one. */
export const ANSWERS: readonly (readonly [question: string, answer: string])[] = [
  ['Its documentation: a file', `${DOCUMENTATION}\n.`],
  ['Is that right?', ''],
  ['API documentation (such as', 'https://docs.my-coins.test'],
  ['How it signs a request', `${SIGNING}\n.`],
  ['Does it sign like that?', ''],
  ['In which asset does it take its fee', ''],
  ['What is the size of a market buy', 'base'],
  ['public candle stream', 'wss://stream.my-coins.test/ws'],
  ['The message that subscribes', '{ "op": "subscribe", "channel": "candle_1min", "market": "btc_usdt" }\n'],
  ['The frame that confirms', '{ "event": "subscribed", "channel": "candle_1min", "market": "btc_usdt" }\n'],
  ['A documented frame with a candle', `${JSON.stringify(FRAME)}\n`],
  ['Is that right?', ''],
  ['What keeps the connection alive', 'text_ping'],
];
