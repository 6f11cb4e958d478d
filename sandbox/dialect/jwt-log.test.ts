import { createSign } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

const PATH = '/api/v3/brokerage/accounts';
let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('coinbase_advanced'), calm: true });
});
afterEach(() => sandbox.close());

test('a token for another request shows the claims that the venue wants beside the client’s', async () => {
  const { status, token } = await ask(`POST ${host()}${PATH}`);
  expect(status).toBe(401);
  const { signature, headers } = sandbox.requests.at(-1) ?? {};
  const [expected, seemingly] = [signature?.expectedPayload, signature?.seeminglySigned?.payload];
  expect(signature?.reason).toBe(`the claim uri is not "GET ${host()}${PATH}"`);
  expect(claimsOf(expected)).toEqual({ ...claimsOf(seemingly), uri: `GET ${host()}${PATH}` });
  expect(claimsOf(seemingly)).toMatchObject({ uri: `POST ${host()}${PATH}`, sub: '<api_key>' });
  expect(headers?.['authorization']).toBe('Bearer <jwt>');
  expect(JSON.stringify(sandbox.requests)).not.toContain(token.split('.')[0]);
});

test('a token of another key shows that its text is right', async () => {
  await ask(`GET ${host()}${PATH}`, (text) => `${text.slice(0, -8)}AAAAAAAA`);
  const { signature } = sandbox.requests.at(-1) ?? {};
  expect(signature).toMatchObject({
    ok: false,
    reason: 'the token is not signed with the key’s secret',
    seeminglySigned: { payload: signature?.expectedPayload },
  });
});

test('one that is right stands in the log decoded', async () => {
  expect((await ask(`GET ${host()}${PATH}`)).status).toBe(200);
  const { signature } = sandbox.requests.at(-1) ?? {};
  expect(claimsOf(signature?.expectedPayload)).toMatchObject({ uri: `GET ${host()}${PATH}`, iss: 'cdp' });
});

function claimsOf(payload = ''): Readonly<Record<string, unknown>> {
  const claims: Readonly<Record<string, unknown>> = JSON.parse(payload.split('\n')[1] ?? '{}');
  return claims;
}

function host(): string {
  return new URL(sandbox.rest).host;
}

async function ask(
  uri: string,
  spoilt = (token: string): string => token,
): Promise<{ readonly status: number; readonly token: string }> {
  const token = spoilt(tokenFor(uri));
  const answer = await fetch(`${new URL(sandbox.rest).origin}${PATH}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.arrayBuffer();
  return { status: answer.status, token };
}

function tokenFor(uri: string): string {
  const { api_key: key = '', api_secret: secret = '' } = sandbox.credentials;
  const now = Math.floor(sandbox.clock.now() / 1000);
  const header = { alg: 'ES256', typ: 'JWT', kid: key, nonce: '0'.repeat(32) };
  const body = { iss: 'cdp', sub: key, nbf: now, exp: now + 120, uri };
  const signed = [header, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = createSign('sha256').update(signed).sign({ key: secret, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
