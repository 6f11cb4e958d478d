import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { insertStubs } from '../../generators/contract/insert-stubs.js';
import { readContractWithFiles } from '../../generators/contract/read-contract.js';
import { renderConnector } from '../../generators/connector/index.js';
import { recordBase, recordConnector } from '../../generators/manifest/record.js';
import { generatorIdentity } from '../../generators/packaging/identity.js';
import { runtimeRoot } from '../../generators/packaging/package-root.js';
import { undoLast } from '../../generators/sync/index.js';
import { codeOf } from '../../generators/cli/errors.js';
import { loadVenue, presetFolder } from '../../venues/index.js';
import { medianTimes, type BenchRow } from './measure.js';

const CLI = fileURLToPath(new URL('../../generators/bin/ats-exchange.js', import.meta.url));
const CONNECTORS = 'custom_modules/exchanges';
const RUNTIME = 'node_modules/ats-runtime';
const ROUNDS = 5;

/** How long the built `ats-exchange sync` takes on connectors as this tool renders them, each edited by hand. */
export async function benchSync(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-sync-'));
  try {
    const [one, long, hundred] = [join(folder, 'one'), join(folder, 'long'), join(folder, 'hundred')];
    await writeWorkspace(one, 1);
    await writeWorkspace(long, 1);
    await lengthen(long);
    await writeWorkspace(hundred, 100);
    const bare = ['-e', '0'];
    const [node = Number.NaN, nothing = Number.NaN] = await medianTimes(
      [{ args: bare }, { args: [CLI, 'sync'], cwd: one }],
      3 * ROUNDS,
    );
    for (const root of [long, hundred]) await changeBase(root);
    const [longTime = Number.NaN, hundredTime = Number.NaN] = await medianTimes(
      [long, hundred].map((cwd) => ({ args: [CLI, 'sync'], cwd, before: () => undone(cwd) })),
      ROUNDS,
    );
    return [
      {
        name: 'sync: nothing to do, one connector',
        ours: nothing,
        unit: 'ms',
        reference: { name: 'bare node', value: node },
        target: '≤ 3 ×',
      },
      {
        name: 'sync: 100 connectors after a base change',
        ours: hundredTime,
        unit: 'ms',
        target: '≤ 3,000 ms on two cores',
      },
      { name: 'sync: a 3,000-line connector', ours: longTime, unit: 'ms', target: '≤ 1,000 ms' },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Connectors that differ from each other in name and in what was edited. */
async function writeWorkspace(root: string, count: number): Promise<void> {
  const runtime = join(root, RUNTIME);
  await mkdir(runtime, { recursive: true });
  for (const path of ['package.json', 'dist'])
    await cp(join(runtimeRoot(), path), join(runtime, path), { recursive: true });
  const reading = readContractWithFiles({ runtimeDir: runtime, root });
  for (let index = 0; index < count; index++) {
    const folder = join(root, CONNECTORS, `venue_${index}`);
    await cp(presetFolder('binance_spot'), folder, { recursive: true });
    const file = join(folder, 'venue.yaml');
    const own = (await readFile(file, 'utf8')).replace('name: Binance Spot', `name: Venue ${index}`);
    await writeFile(file, own);
    const { description, text } = await loadVenue(folder);
    const files = await renderConnector(
      { description, wallet: false },
      { insertStubs: (source) => insertStubs(source, reading.contract) },
    );
    const record = recordConnector({
      generator: generatorIdentity(),
      description: text,
      base: recordBase(reading, root),
      contract: reading.contract,
      options: { wallet: false },
      files,
    });
    for (const [path, content] of [...files, ...record]) await write(join(folder, path), content);
    await edit(
      join(folder, 'exchange.ts'),
      '    this.assertConnected();\n',
      `    this.logger.debug('venue ${index}');\n`,
    );
  }
}

async function changeBase(root: string): Promise<void> {
  const base = join(root, RUNTIME, 'dist/base-exchange.d.ts');
  const text = await readFile(base, 'utf8');
  const changed = text
    .replace('submitOrder(order: Order)', 'submitOrder(request: Order)')
    .replace('getFees()', 'getFees(symbol?: MarketSymbol)')
    .replace('    abstract disconnect', '    abstract ping(): Promise<number>;\n    abstract disconnect');
  await writeFile(base, changed);
}

/** 600 members of the user's own. */
async function lengthen(root: string): Promise<void> {
  const members = Array.from(
    { length: 600 },
    (_, index) =>
      `  own${index}(text: string): string {\n    const upper = text.toUpperCase();\n    return upper.trim();\n  }\n\n`,
  );
  const file = join(root, CONNECTORS, 'venue_0/exchange.ts');
  await edit(file, '  override validateConfig', members.join(''));
}

async function undone(root: string): Promise<void> {
  try {
    await undoLast(root);
  } catch (error) {
    // The first round has nothing to undo.
    if (codeOf(error) !== undefined) throw error;
  }
}

async function edit(file: string, anchor: string, before: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  if (!text.includes(anchor)) throw new Error(`${file} does not contain ${anchor}`);
  await writeFile(file, text.replace(anchor, `${before}${anchor}`));
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
