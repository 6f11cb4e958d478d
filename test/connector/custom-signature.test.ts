import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { UserError } from '../../generators/cli/errors.js';
import { renderConnector } from '../../generators/connector/index.js';
import { connectorSteps } from '../../generators/plop/connector.js';
import { openRenderer } from '../../generators/plop/renderer.js';
import { runGenerator } from '../../generators/plop/run.js';
import { Tree } from '../../generators/tree/index.js';
import { CHECKS } from '../../sandbox/conformance/catalogue.js';
import { customSignatureGaps } from '../../sandbox/conformance/custom-signature.js';
import type { ExchangeClass } from '../../sandbox/conformance/index.js';
import { runCheck } from '../../sandbox/conformance/run-check.js';
import { loadVenue, presetFolder, VenueError } from '../../venues/index.js';
import { typeCheck } from './type-check.js';

/** Binance's venue, as if no recipe could say its signature. */
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'custom-'));
  await cp(presetFolder('binance_spot'), folder, { recursive: true });
  const text = await readFile(join(folder, 'venue.yaml'), 'utf8');
  await writeFile(join(folder, 'venue.yaml'), customised(text));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const IMPLEMENTATION = `import { createHmac } from 'node:crypto';
import type { RequestToSign, SignatureParts } from 'ats-runtime';

export interface Credentials {
  readonly api_key: string;
  readonly api_secret: string;
}

export function signRequest({ query, body }: RequestToSign, credentials: Credentials): SignatureParts {
  const signature = createHmac('sha256', credentials.api_secret)
    .update(query + body)
    .digest('hex');
  return { headers: { 'X-MBX-APIKEY': credentials.api_key }, params: { signature } };
}
`;

const HOOKS = `import { createHmac } from 'node:crypto';
export function verifySignature(request, keys) {
  const text = request.query + request.body;
  const [, payload = '', signature = ''] = /^(.*)&signature=(\\w+)$/.exec(text) ?? [];
  const key = keys.find(({ api_key }) => api_key === request.headers['x-mbx-apikey']);
  if (key === undefined) return { ok: false, failed: 'bad_key' };
  const ok = createHmac('sha256', key.api_secret).update(payload).digest('hex') === signature;
  return { ok, apiKey: key.api_key, stamp: /timestamp=(\\d+)/.exec(payload)?.[1], expectedPayload: payload };
}
`;

describe('a description with a custom signature', () => {
  test('gives a stub that says what to fill in, and a connector that calls it; both pass the type check', async () => {
    const { description } = await loadVenue(folder);
    const files = await renderConnector({ description, wallet: true });
    const stub = files.get('signature.ts') ?? '';
    expect(stub).toContain(
      'export function signRequest(_request: RequestToSign, _credentials: Credentials): SignatureParts {',
    );
    expect(stub).toContain('a sum of everything, in a header');
    expect(stub).toContain("the venue's time as `stamp` (ms)");
    expect(stub).toMatch(/throw new NotImplementedException\(\s*'signature\.ts: write signRequest/);
    expect(files.get('exchange.ts')).toContain('sign: (request) => signRequest(request, this.config),');
    expect(await typeCheck(new Map([['stubbed', files]]))).toBe('');
  });

  test('needs no place for the result; every other signature does', async () => {
    const document = parseDocument(await readFile(join(folder, 'venue.yaml'), 'utf8'));
    document.deleteIn(['auth', 'place']);
    await writeFile(join(folder, 'venue.yaml'), document.toString());
    expect((await loadVenue(folder)).description.auth?.place).toEqual({});
    const recipe = { algorithm: 'hmac-sha256', payload: ['{query}'], encoding: 'hex' };
    document.setIn(['auth', 'signature'], recipe);
    await writeFile(join(folder, 'venue.yaml'), document.toString());
    await expect(loadVenue(folder)).rejects.toThrow(/auth\.place.*is empty; name the header or parameter/);
  });

  test('takes an implementation and hooks from beside it, and remembers what it was given', async () => {
    await supply(IMPLEMENTATION);
    const tree = new Tree(join(folder, 'workspace'));
    const venue = await loadVenue(folder);
    const steps = connectorSteps({ tree, venue, wallet: true, renderer: openRenderer() });
    await runGenerator({ name: 'connector', description: '', steps });
    const read = (path: string) => tree.read(`custom_modules/exchanges/binance_spot/${path}`);
    expect(read('signature.ts')).toBe(IMPLEMENTATION);
    expect(read('.ats/manifest.json')).toContain('"signature.ts"');
    expect(read('hooks.mjs')).toBe(HOOKS);
  });

  test('refuses an implementation that could not be called, and hooks that are not there', async () => {
    await supply('export const sign = 1;\n');
    const { description, signature } = await loadVenue(folder);
    await expect(renderConnector({ description, wallet: true, signature })).rejects.toThrow(UserError);
    await rm(join(folder, 'hooks.mjs'));
    await expect(loadVenue(folder)).rejects.toThrow(VenueError);
  });
});

describe('conformance of a connector with a custom signature', () => {
  test('a stub fails S04 by its file; what needs the venue is skipped for that reason', async () => {
    const [subject, gapFor] = await generated();
    await expect(runCheck(check('S04'), subject)).rejects.toThrow(/signature\.ts:\d+: throw new NotImpl/);
    expect(gapFor(check('S04'))).toBeUndefined();
    expect(gapFor(check('C02'))).toBeUndefined();
    for (const id of ['L01', 'D01', 'O01', 'B01', 'X01'])
      expect(gapFor(check(id))).toBe('rests on signRequest, which is still a stub in signature.ts');
  });

  test('without a hook, what rests on the verdict of the mock is skipped for that reason', async () => {
    await writeFile(join(folder, 'signature.ts'), IMPLEMENTATION);
    const [, gapFor] = await generated();
    for (const id of ['L03', 'L09', 'X01'])
      expect(gapFor(check(id))).toContain('sandbox.hooks names no module');
    expect(gapFor(check('O01'))).toBeUndefined();
  });

  test('with both nothing is skipped, and the signature is proved', async () => {
    await supply(IMPLEMENTATION);
    const [subject, gapFor] = await generated();
    expect(CHECKS.filter((one) => gapFor(one) !== undefined)).toEqual([]);
    for (const id of ['S04', 'L03', 'O01', 'X01']) await runCheck(check(id), subject);
  });

  test('a wrong implementation is found out by the hook', async () => {
    await supply(IMPLEMENTATION.replace('query + body', 'body + query + 1'));
    const [subject] = await generated();
    await expect(runCheck(check('X01'), subject)).rejects.toThrow(/expected {2}every signature to be right/);
  });
});

/** Its orders are polled: a login over a stream is not signed by a function. */
function customised(text: string): string {
  const document = parseDocument(text);
  document.deleteIn(['streams', 'orders']);
  document.deleteIn(['auth', 'vectors']);
  document.setIn(['auth', 'signature'], {
    algorithm: 'custom',
    describe: 'a sum of everything, in a header',
  });
  return document.toString({ flowCollectionPadding: true });
}

async function supply(implementation: string): Promise<void> {
  await writeFile(join(folder, 'signature.ts'), implementation);
  await writeFile(join(folder, 'hooks.mjs'), HOOKS);
  const text = await readFile(join(folder, 'venue.yaml'), 'utf8');
  await writeFile(join(folder, 'venue.yaml'), text.replace(/^sandbox:\n/m, 'sandbox:\n  hooks: hooks.mjs\n'));
}

async function generated() {
  const { description, signature } = await loadVenue(folder);
  const files = await renderConnector({ description, wallet: true, signature });
  for (const [path, text] of files) await writeFile(join(folder, path), text);
  const module: { Exchange: ExchangeClass } = await import(pathToFileURL(join(folder, 'exchange.ts')).href);
  const venue = await loadVenue(folder);
  const subject = { Exchange: module.Exchange, venue, folder, seed: 1 };
  return [subject, await customSignatureGaps(venue, folder)] as const;
}

function check(id: string) {
  const found = CHECKS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no check ${id}`);
  return found;
}
