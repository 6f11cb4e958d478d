import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

interface Signed {
  readonly method: 'GET' | 'POST';
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Keys = Readonly<Record<string, string>>;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** A client that keeps a venue's own host names, with its sockets led to this machine. */
test.each<[string, string, string, (keys: Keys, now: number) => Signed]>([
  ['binance_spot', 'api.binance.com', 'stream.binance.com', binance],
  ['binance_spot', 'api3.binance.com', 'data-stream.binance.vision', binance],
  ['okx_spot', 'www.okx.com', 'ws.okx.com', okx],
  ['kraken_spot', 'api.kraken.com', 'ws.kraken.com', kraken],
  ['kucoin_spot', 'api.kucoin.com', 'ws-api-spot.kucoin.com', kucoin],
  ['bybit_spot', 'api.bybit.com', 'stream.bybit.com', bybit],
])('%s as %s: signed requests and streams', async (name, host, streamHost, sign) => {
  sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
  const { status, text } = await send(host, sign(sandbox.credentials, sandbox.clock.now()));
  expect(sandbox.requests.at(-1)?.signature).toMatchObject({ ok: true });
  expect(status).toBe(200);
  expect(text).toContain('USDT');
  expect(await opens(streamHost)).toBe(true);
});

test('a venue whose streams only other clients know: they have their own name too', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('bitstamp_spot'), calm: true });
  expect(sandbox.stream).toMatch(/^ws:\/\/127\.0\.0\.1:\d+/);
  expect(await opens('ws.bitstamp.net')).toBe(true);
});

test('any other name is refused: a page may have had its own lead here', async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  const time = { method: 'GET', line: '/api/v3/time', headers: {} } as const;
  expect((await send('api.binance.com.evil.test', time)).status).toBe(403);
  expect(await opens('evil.test')).toBe(false);
});

function binance({ api_key = '', api_secret = '' }: Keys, now: number): Signed {
  const query = `timestamp=${now}`;
  const line = `/api/v3/account?${query}&signature=${hmac('sha256', api_secret, query, 'hex')}`;
  return { method: 'GET', line, headers: { 'X-MBX-APIKEY': api_key } };
}

function okx({ api_key = '', api_secret = '', passphrase = '' }: Keys, now: number): Signed {
  const line = '/api/v5/account/balance';
  const stamp = new Date(now).toISOString();
  return {
    method: 'GET',
    line,
    headers: {
      'OK-ACCESS-KEY': api_key,
      'OK-ACCESS-SIGN': hmac('sha256', api_secret, `${stamp}GET${line}`, 'base64'),
      'OK-ACCESS-TIMESTAMP': stamp,
      'OK-ACCESS-PASSPHRASE': passphrase,
    },
  };
}

function kraken({ api_key = '', api_secret = '' }: Keys, now: number): Signed {
  const line = '/0/private/BalanceEx';
  const body = `nonce=${now}`;
  const digest = createHash('sha256').update(`${now}${body}`).digest();
  const payload = Buffer.concat([Buffer.from(line), digest]);
  const sign = hmac('sha512', Buffer.from(api_secret, 'base64'), payload, 'base64');
  return { method: 'POST', line, headers: { 'API-Key': api_key, 'API-Sign': sign }, body };
}

function kucoin({ api_key = '', api_secret = '', passphrase = '' }: Keys, now: number): Signed {
  const line = '/api/v1/accounts?type=trade';
  return {
    method: 'GET',
    line,
    headers: {
      'KC-API-KEY': api_key,
      'KC-API-SIGN': hmac('sha256', api_secret, `${now}GET${line}`, 'base64'),
      'KC-API-TIMESTAMP': String(now),
      'KC-API-PASSPHRASE': hmac('sha256', api_secret, passphrase, 'base64'),
      'KC-API-KEY-VERSION': '2',
    },
  };
}

function bybit({ api_key = '', api_secret = '' }: Keys, now: number): Signed {
  const query = 'accountType=UNIFIED';
  return {
    method: 'GET',
    line: `/v5/account/wallet-balance?${query}`,
    headers: {
      'X-BAPI-API-KEY': api_key,
      'X-BAPI-SIGN': hmac('sha256', api_secret, `${now}${api_key}5000${query}`, 'hex'),
      'X-BAPI-TIMESTAMP': String(now),
      'X-BAPI-RECV-WINDOW': '5000',
    },
  };
}

function hmac(hash: string, key: string | Buffer, text: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHmac(hash, key).update(text).digest(encoding);
}

/** Any name is this machine. */
const lookup: NonNullable<Parameters<typeof request>[1]['lookup']> = (_name, options, found) => {
  if (options.all === true) found(null, [{ address: '127.0.0.1', family: 4 }]);
  else found(null, '127.0.0.1', 4);
};

function send(
  host: string,
  { method, line, headers, body }: Signed,
): Promise<{ status: number; text: string }> {
  const { port } = new URL(sandbox.rest);
  return new Promise((resolve, reject) => {
    const sent = request(`http://${host}:${port}${line}`, { method, headers, lookup }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function opens(host: string): Promise<boolean> {
  const { port, pathname } = new URL(sandbox.stream ?? sandbox.rest);
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${host}:${port}${pathname}`, { lookup });
    socket.on('open', () => {
      socket.terminate();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
