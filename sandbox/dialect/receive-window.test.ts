import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('bybit_spot'), calm: true });
});
afterEach(() => sandbox.close());

test.each(['5000', '10000', '60000'])(
  'a receive window of %s ms is signed as it was sent',
  async (window) => {
    expect(await ask(window)).toBe(0);
  },
);

test('one that was signed and not sent is told as what it is', async () => {
  expect(await ask('10000', { sent: '5000' })).toBe(10004);
  expect(sandbox.requests.at(-1)?.signature?.expectedPayload).toMatch(/^\d+<api_key>5000$/);
});

test('the stamp is good for as long as the window says', async () => {
  expect([await ask('9000', { age: 8000 }), await ask('5000', { age: 8000 })]).toEqual([0, 10002]);
});

/** The answer's code. */
async function ask(window: string, { sent = window, age = 0 } = {}): Promise<unknown> {
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  const stamp = String(sandbox.clock.now() - age);
  const signature = createHmac('sha256', secret).update(`${stamp}${key}${window}`).digest('hex');
  const answer = await fetch(`${sandbox.rest}/v5/account/info`, {
    headers: {
      'X-BAPI-API-KEY': key,
      'X-BAPI-TIMESTAMP': stamp,
      'X-BAPI-RECV-WINDOW': sent,
      'X-BAPI-SIGN': signature,
    },
  });
  const body: { readonly retCode: unknown } = JSON.parse(await answer.text());
  return body.retCode;
}
