import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type LoadedVenue, type Sandbox } from './index.js';

let folder: string;
let sandbox: Sandbox | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hooks-'));
});
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
  await rm(folder, { recursive: true });
});

describe('a hook module beside venue.yaml', () => {
  test('proves a custom signature', async () => {
    sandbox = await start(`export function verifySignature(request, keys) {
      const ok = request.headers['x-sign'] === \`\${request.method} \${request.path} \${request.endpoint}\`;
      return { ok, apiKey: keys[0].api_key, reason: 'x-sign is wrong', expectedPayload: request.path };
    }`);
    expect(await balances({ 'x-sign': 'GET /api/v3/account balances' })).toMatchObject({ status: 200 });
    expect(await balances({ 'x-sign': 'no' })).toMatchObject({
      status: 400,
      body: expect.stringContaining('-1022'),
    });
    expect(sandbox.requests.at(-1)?.signature).toMatchObject({
      ok: false,
      reason: 'x-sign is wrong',
      expectedPayload: '/api/v3/account',
    });
  });

  test('leaves the rules of stamp and nonce to the description', async () => {
    sandbox = await start(`export const verifySignature = (request, keys) =>
      ({ ok: true, apiKey: keys[0].api_key, stamp: request.headers['x-time'], nonce: request.headers['x-nonce'] });`);
    const now = String(sandbox.clock.now());
    expect(await balances({ 'x-time': now, 'x-nonce': '5' })).toMatchObject({ status: 200 });
    expect(await balances({ 'x-time': '5', 'x-nonce': '6' })).toMatchObject({
      body: expect.stringContaining('-1021'),
    });
    expect(await balances({ 'x-time': now, 'x-nonce': '5' })).toMatchObject({ status: 400 });
    expect(sandbox.requests.at(-1)?.signature?.reason).toContain('the nonce 5 was used');
  });

  test('tells whose request it is', async () => {
    sandbox = await start(`export const verifySignature = () => ({ ok: true, apiKey: 'nobody' });`);
    expect(await balances()).toMatchObject({ status: 401, body: expect.stringContaining('-2015') });
  });

  test('a hook that throws is the venue’s internal error, and the log says why', async () => {
    sandbox = await start(`export function verifySignature() { throw new Error('my bug'); }`);
    expect((await balances()).status).toBeGreaterThanOrEqual(500);
    expect(sandbox.requests.at(-1)?.detail).toContain('my bug');
  });

  test('an answer that HTTP does not have costs its client the connection, and no one else', async () => {
    sandbox = await start(`export const answer = (reply, request) =>
      request.headers['x-odd'] === undefined ? undefined : { ...reply, headers: { 'x-odd': 'two\\nlines' } };`);
    await expect(balances({ 'x-odd': '1' })).rejects.toThrow('fetch failed');
    expect((await balances()).status).toBe(200);
  });

  test('gives another answer, or leaves it', async () => {
    sandbox = await start(`export const answer = (reply, request) =>
      request.endpoint === 'server_time' ? { ...reply, status: 299, body: 'hooked' } : undefined;`);
    const time = await fetch(`${sandbox.rest}/api/v3/time`);
    expect([time.status, await time.text()]).toEqual([299, 'hooked']);
    expect((await fetch(`${sandbox.rest}/api/v3/exchangeInfo`)).status).toBe(200);
  });

  test('completes the credentials of which one follows from another', async () => {
    sandbox = await start(
      `export const credentials = (made) => ({ ...made, api_key: 'key-of-' + made.api_secret.slice(0, 4) });`,
    );
    const { api_key, api_secret = '' } = sandbox.credentials;
    expect(api_key).toBe(`key-of-${api_secret.slice(0, 4)}`);
    expect(sandbox.readOnlyCredentials['api_key']).toMatch(/^key-of-/);
  });

  test.each([
    ['is not there', undefined, /hooks\.mjs cannot be loaded/],
    ['is no JavaScript', 'export const (', /hooks\.mjs cannot be loaded/],
    ['exports none', 'export const other = 1;', /exports no function verifySignature, answer, credentials/],
    [
      'exports no function',
      'export const answer = 1;',
      /exports no function verifySignature, answer, credentials/,
    ],
  ])('that %s is named', async (_, text, message) => {
    await expect(start(text)).rejects.toThrow(message);
  });
});

async function start(hooks: string | undefined): Promise<Sandbox> {
  if (hooks !== undefined) await writeFile(join(folder, 'hooks.mjs'), hooks);
  const preset = await loadPreset('binance_spot');
  const { auth, sandbox: own } = preset.description;
  if (auth === undefined) throw new Error('the preset has signed endpoints');
  const venue: LoadedVenue = {
    ...preset,
    folder,
    description: {
      ...preset.description,
      auth: {
        ...auth,
        nonce: { kind: 'rising' },
        signature: { algorithm: 'custom', describe: 'a header of our own' },
      },
      sandbox: { ...own, hooks: 'hooks.mjs' },
    },
  };
  return createSandbox({ venue, calm: true });
}

async function balances(headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox?.rest}/api/v3/account`, { headers });
  return { status: answer.status, body: await answer.text() };
}
