import { createHmac, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { createSandbox, type Sandbox } from '../index.js';
import { rsaPem } from './rsa-key.js';

/** A venue whose keys are RSA keys, as Binance's may be. */
let sandbox: Sandbox;

beforeAll(async () => {
  const loaded = await loadPreset('binance_spot');
  const { auth } = loaded.description;
  if (auth === undefined || !('encoding' in auth.signature)) throw new Error('Binance signs a text');
  const signature = { ...auth.signature, algorithm: 'rsa-sha256', encoding: 'base64' } as const;
  const description = { ...loaded.description, auth: { ...auth, signature } };
  sandbox = await createSandbox({ venue: { ...loaded, description } });
});

afterAll(() => sandbox.close());

test('its mock hands one out and proves what it signs', async () => {
  const { api_key = '', api_secret = '' } = sandbox.credentials;
  const ask = async (query: string, signed: string): Promise<number> => {
    const signature = sign('sha256', Buffer.from(signed), createPrivateKey(api_secret)).toString('base64');
    const url = `${sandbox.rest}/api/v3/account?${query}&signature=${encodeURIComponent(signature)}`;
    return (await fetch(url, { headers: { 'X-MBX-APIKEY': api_key } })).status;
  };
  const query = `timestamp=${sandbox.clock.now()}`;
  expect([await ask(query, query), await ask(query, `${query}0`)]).toEqual([200, 400]);
});

test('the same seed gives the same key, another one another', () => {
  const pem = rsaPem(from('one'));
  expect(rsaPem(from('one'))).toBe(pem);
  expect(rsaPem(from('two'))).not.toBe(pem);
  const key = createPrivateKey(pem);
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  const payload = Buffer.from('payload');
  expect(verify('sha256', payload, createPublicKey(key), sign('sha256', payload, key))).toBe(true);
});

function from(seed: string): (name: string, length: number) => Buffer {
  const block = (name: string) => createHmac('sha256', seed).update(name).digest();
  return (name, length) =>
    Buffer.concat(Array.from({ length: length / 32 }, (_, index) => block(`${name}${index}`)));
}
