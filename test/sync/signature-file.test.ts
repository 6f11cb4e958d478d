import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { readContractWithFiles } from '../../generators/contract/read-contract.js';
import { recordBase, recordConnector } from '../../generators/manifest/record.js';
import { generatorIdentity } from '../../generators/packaging/identity.js';
import { runtimeRoot } from '../../generators/packaging/package-root.js';
import { syncWorkspace } from '../../generators/sync/index.js';
import { loadVenue, presetFolder } from '../../venues/index.js';

const FOLDER = 'custom_modules/exchanges/hyperliquid_spot';
const SIGNATURE = `${FOLDER}/signature.ts`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sync-signature-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

it('a signature that came with the description stays, and so does what was edited in it', async () => {
  await generate({ supplied: true });
  await expectQuiet();
  write(SIGNATURE, read(SIGNATURE).replace("'Exchange'", "'Exchange' /* mine */"));
  const edited = read(SIGNATURE);
  await expectQuiet();
  expect(read(SIGNATURE)).toBe(edited);
});

it('a stub that somebody has written stays written', async () => {
  await generate({ supplied: false });
  const written = read(SIGNATURE)
    .replace(/\(_request: .*\n/, '(request: RequestToSign, _credentials: Credentials): SignatureParts {\n')
    .replace(/ {2}throw new [\s\S]*?\n {2}\);/, '  return { headers: { Sign: request.body } };')
    .replace('NotImplementedException, ', '');
  write(SIGNATURE, written);
  await expectQuiet();
  expect(read(SIGNATURE)).toBe(written);
});

/** The description has changed in what no file shows. */
async function expectQuiet(): Promise<void> {
  write(`${FOLDER}/venue.yaml`, `${read(`${FOLDER}/venue.yaml`)}\n# A remark.\n`);
  const { connectors } = await syncWorkspace({ root });
  expect(connectors).toMatchObject([{ causes: ['venue.yaml'], changes: [], conflicts: [], hands: [] }]);
}

async function generate({ supplied }: { supplied: boolean }): Promise<void> {
  const folder = join(root, FOLDER);
  cpSync(presetFolder('hyperliquid_spot'), folder, { recursive: true });
  const { description, text, signature } = await loadVenue(folder);
  const options = { wallet: false };
  const files = await renderConnector({
    description,
    ...options,
    signature: supplied ? signature : undefined,
  });
  const runtime = runtimeRoot();
  const reading = readContractWithFiles({ runtimeDir: runtime, root: runtime });
  const sources = Object.entries(recordBase(reading, runtime).sources).map(
    ([path, hash]) => [`node_modules/ats-runtime/${path}`, hash] as const,
  );
  const record = recordConnector({
    generator: generatorIdentity(),
    description: text,
    base: { sources: Object.fromEntries(sources) },
    contract: reading.contract,
    options,
    files,
  });
  for (const [path, content] of [...files, ...record]) write(`${FOLDER}/${path}`, content);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
