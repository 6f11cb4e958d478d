import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadVenue } from '../../venues/index.js';

/** Requests signed by hand, as the venues' documentation writes it out. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(venue: string): Promise<{ key: string; secret: string }> {
  const loaded = await loadVenue(fileURLToPath(new URL(venue, import.meta.url)));
  sandbox = await createSandbox({ venue: loaded, calm: true });
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  return { key, secret };
}

async function statusOf({ url, ...request }: RequestInit & { url: string }): Promise<number> {
  return (await fetch(url, request)).status;
}

test('Poloniex: a body is one pair, a query is sorted, and the stamp stands among them', async () => {
  const { key, secret } = await open('poloniex');
  const stamp = sandbox.clock.now();
  const body = '{"symbol":"BTC_USDT","side":"BUY","type":"LIMIT","price":"50000","quantity":"0.01"}';
  const ask = (method: string, path: string, payload: string): RequestInit & { url: string } => ({
    url: `${sandbox.rest}${path}`,
    method,
    headers: {
      'content-type': 'application/json',
      key,
      signTimestamp: String(stamp),
      signature: createHmac('sha256', secret).update(payload).digest('base64'),
    },
  });
  const order = ask('POST', '/orders', `POST\n/orders\nrequestBody=${body}&signTimestamp=${stamp}`);
  expect(await statusOf({ ...order, body })).toBe(200);
  const list = `limit=5&signTimestamp=${stamp}&symbol=BTC_USDT`;
  const query = '/orders?symbol=BTC_USDT&limit=5';
  expect(await statusOf(ask('GET', query, `GET\n/orders\n${list}`))).toBe(200);
  expect(
    await statusOf(ask('GET', query, `GET\n/orders\nlimit=5&symbol=BTC_USDT&signTimestamp=${stamp}`)),
  ).toBe(401);
});

test('WhiteBIT: a header repeats the body as base64, and that is what is signed', async () => {
  const { key, secret } = await open('whitebit');
  let nonce = sandbox.clock.now();
  const statusWith = async (repeat: (payload: string) => string): Promise<number> => {
    const path = '/api/v4/trade-account/balance';
    const body = JSON.stringify({ request: path, nonce: (nonce += 1) });
    const payload = Buffer.from(body).toString('base64');
    const signature = createHmac('sha512', secret).update(payload).digest('hex');
    const headers = {
      'content-type': 'application/json',
      'X-TXC-APIKEY': key,
      'X-TXC-PAYLOAD': repeat(payload),
      'X-TXC-SIGNATURE': signature,
    };
    return (await fetch(`${sandbox.rest}${path}`, { method: 'POST', headers, body })).status;
  };
  expect(await statusWith((payload) => payload)).toBe(200);
  expect(await statusWith(() => 'e30=')).toBe(401);
});

test('Backpack: each request is signed under its own word, by a raw key', async () => {
  const { key, secret } = await open('backpack');
  const der = `302e020100300506032b657004220420${Buffer.from(secret, 'base64').toString('hex')}`;
  const privateKey = createPrivateKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'pkcs8' });
  const stamp = sandbox.clock.now();
  const ask = (path: string, payload: string): Promise<number> =>
    statusOf({
      url: `${sandbox.rest}${path}`,
      headers: {
        'X-API-KEY': key,
        'X-SIGNATURE': sign(null, Buffer.from(payload), privateKey).toString('base64'),
        'X-TIMESTAMP': String(stamp),
        'X-WINDOW': '5000',
      },
    });
  const end = `timestamp=${stamp}&window=5000`;
  expect(await ask('/api/v1/capital', `instruction=balanceQuery&${end}`)).toBe(200);
  expect(await ask('/api/v1/capital', `instruction=orderQueryAll&${end}`)).toBe(400);
  const orders = `instruction=orderQueryAll&symbol=BTC_USDC&${end}`;
  expect(await ask('/api/v1/orders?symbol=BTC_USDC', orders)).toBe(200);
});
