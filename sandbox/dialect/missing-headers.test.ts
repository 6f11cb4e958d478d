import { afterEach, expect, test } from 'vitest';
import { createHmac } from 'node:crypto';
import { loadPreset, readPath } from '../../venues/index.js';
import { createSandbox, type Sandbox } from '../index.js';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

test.each([
  ['OK-ACCESS-KEY', undefined, '50103'],
  ['OK-ACCESS-PASSPHRASE', undefined, '50104'],
  ['OK-ACCESS-SIGN', undefined, '50106'],
  ['OK-ACCESS-TIMESTAMP', undefined, '50107'],
  ['OK-ACCESS-TIMESTAMP', 'soon', '50112'],
  ['OK-ACCESS-PASSPHRASE', 'wrong', '50105'],
])('OKX: %s as %j is refused with %s', async (name, value, code) => {
  sandbox = await createSandbox({ venue: await loadPreset('okx_spot'), calm: true });
  expect(await ask('/api/v5/account/balance', okxHeaders(name, value))).toEqual([401, code]);
});

test.each(['KC-API-KEY', 'KC-API-SIGN', 'KC-API-TIMESTAMP', 'KC-API-PASSPHRASE'])(
  'KuCoin: without %s the request is refused with 400001',
  async (name) => {
    sandbox = await createSandbox({ venue: await loadPreset('kucoin_spot'), calm: true });
    expect(await ask('/api/v1/accounts', kucoinHeaders(name))).toEqual([401, '400001']);
  },
);

/** Status and code. */
async function ask(path: string, headers: Readonly<Record<string, string>>): Promise<readonly unknown[]> {
  const answer = await fetch(`${sandbox.rest}${path}`, { headers });
  return [answer.status, readPath(await answer.json(), 'code')];
}

/** Signed all the same, as the header that is spoilt has it. */
function okxHeaders(spoilt: string, value: string | undefined): Readonly<Record<string, string>> {
  const { api_key = '', api_secret = '', passphrase = '' } = sandbox.credentials;
  const right = new Date(sandbox.clock.now()).toISOString();
  const stamp = spoilt === 'OK-ACCESS-TIMESTAMP' ? (value ?? '') : right;
  const payload = `${stamp}GET/api/v5/account/balance`;
  return changed(
    {
      'OK-ACCESS-KEY': api_key,
      'OK-ACCESS-SIGN': createHmac('sha256', api_secret).update(payload).digest('base64'),
      'OK-ACCESS-TIMESTAMP': stamp,
      'OK-ACCESS-PASSPHRASE': passphrase,
    },
    spoilt,
    value,
  );
}

function kucoinHeaders(missing: string): Readonly<Record<string, string>> {
  const { api_key = '', api_secret = '', passphrase = '' } = sandbox.credentials;
  const stamp = missing === 'KC-API-TIMESTAMP' ? '' : String(sandbox.clock.now());
  const sign = (text: string): string => createHmac('sha256', api_secret).update(text).digest('base64');
  return changed(
    {
      'KC-API-KEY': api_key,
      'KC-API-SIGN': sign(`${stamp}GET/api/v1/accounts`),
      'KC-API-TIMESTAMP': stamp,
      'KC-API-PASSPHRASE': sign(passphrase),
      'KC-API-KEY-VERSION': '2',
    },
    missing,
    undefined,
  );
}

function changed(
  headers: Readonly<Record<string, string>>,
  name: string,
  value: string | undefined,
): Readonly<Record<string, string>> {
  const { [name]: _, ...rest } = headers;
  return value === undefined ? rest : { ...rest, [name]: value };
}
