import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { insertStubs } from '../../generators/contract/insert-stubs.js';
import { readContractWithFiles } from '../../generators/contract/read-contract.js';
import { recordBase, recordConnector } from '../../generators/manifest/record.js';
import { generatorIdentity } from '../../generators/packaging/identity.js';
import { runtimeRoot } from '../../generators/packaging/package-root.js';
import { statusOf, syncWorkspace } from '../../generators/sync/index.js';
import { loadVenue, presetFolder } from '../../venues/index.js';

const FOLDER = 'custom_modules/exchanges/binance_spot';
let root = '';

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'sync-own-'));
  const folder = join(root, FOLDER);
  cpSync(presetFolder('binance_spot'), folder, { recursive: true });
  const { description, text } = await loadVenue(folder);
  const runtime = runtimeRoot();
  const reading = readContractWithFiles({ runtimeDir: runtime, root: runtime });
  const file = `${FOLDER}/exchange.ts`;
  const files = await renderConnector(
    { description, wallet: false },
    { insertStubs: (source) => insertStubs(source, reading.contract, { file }) },
  );
  const { sources } = recordBase(reading, runtime);
  const installed = Object.entries(sources).map(
    ([path, hash]) => [`node_modules/ats-runtime/${path}`, hash] as const,
  );
  const record = recordConnector({
    generator: generatorIdentity(),
    description: text,
    base: { sources: Object.fromEntries(installed) },
    contract: reading.contract,
    options: { wallet: false },
    files,
  });
  for (const [path, content] of [...files, ...record]) write(`${FOLDER}/${path}`, content);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('sync of a connector as this tool renders it', () => {
  it('has nothing to do right after it was made', async () => {
    expect(await syncWorkspace({ root })).toMatchObject({ drift: false, connectors: [{ causes: [] }] });
    const { connectors } = await statusOf({ root });
    expect(new Set(connectors[0]?.members.map(({ state }) => state))).toEqual(new Set(['pristine']));
  });

  it('renders again when the description changes, and keeps what was edited', async () => {
    const exchange = `${FOLDER}/exchange.ts`;
    write(
      exchange,
      read(exchange).replace('  override async connect', '  // Mine.\n  override async connect'),
    );
    const edited = read(exchange);
    write(`${FOLDER}/venue.yaml`, `${read(`${FOLDER}/venue.yaml`)}\n# A remark.\n`);
    const { connectors } = await syncWorkspace({ root });
    expect(connectors).toMatchObject([{ causes: ['venue.yaml'], changes: [], conflicts: [] }]);
    expect(read(exchange)).toBe(edited);
    expect(await syncWorkspace({ root })).toMatchObject({ connectors: [{ causes: [] }] });
  });

  it('names a description that does not parse by its path in the workspace', async () => {
    write(`${FOLDER}/venue.yaml`, 'kind: [\n');
    const { connectors } = await syncWorkspace({ root });
    expect(connectors[0]?.error).toMatch(/^custom_modules\/exchanges\/binance_spot\/venue\.yaml:2:1 /);
  });

  it('follows the real base class', async () => {
    const base = readFileSync(join(runtimeRoot(), 'src/base-exchange.ts'), 'utf8')
      .replace('abstract submitOrder(order: Order)', 'abstract submitOrder(request: Order)')
      .replace('abstract getFees()', 'abstract getFees(symbol?: MarketSymbol)')
      .replace('  abstract disconnect', '  abstract ping(): Promise<number>;\n\n  abstract disconnect');
    write('house/base.ts', base);
    const { connectors } = await syncWorkspace({ root, base: 'house/base.ts' });
    expect(connectors[0]).toMatchObject({ conflicts: [], hands: [] });
    const exchange = read(`${FOLDER}/exchange.ts`);
    expect(exchange).toContain('override async submitOrder(request: Order): Promise<void> {');
    expect(exchange).toMatch(/getFees\(symbol\?: MarketSymbol\)/);
    expect(exchange).toMatch(
      /override async ping\(\): Promise<number> \{\n {4}throw new NotImplementedException\('ping'\);/,
    );
    expect(exchange).toMatch(/type MarketSymbol/);
    const submitOrder = /submitOrder\(request[^]*?\n {2}\}\n/.exec(exchange)?.[0];
    expect(submitOrder).toContain('request.orderSide');
    expect(submitOrder).not.toMatch(/\border\./);
    expect(await syncWorkspace({ root })).toMatchObject({ drift: false });
  });
});
