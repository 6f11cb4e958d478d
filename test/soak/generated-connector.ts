import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ts } from 'ts-morph';
import { renderConnector } from '../../generators/connector/index.js';
import { packageRoot } from '../../generators/packaging/package-root.js';
import type { ExchangeClass } from '../../sandbox/conformance/connector.js';
import type { LoadedVenue } from '../../sandbox/index.js';

export interface GeneratedConnector {
  readonly Exchange: ExchangeClass;
  /** Where it was built; the caller's to remove. */
  readonly folder: string;
}

/** What the generator makes of the venue today, built and loaded. */
export async function generatedConnector({ description }: LoadedVenue): Promise<GeneratedConnector> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-connector-'));
  const modules = join(folder, 'node_modules');
  await mkdir(modules);
  await symlink(join(packageRoot(), 'runtime'), join(modules, 'ats-runtime'), 'dir');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [path, text] of await renderConnector({ description, wallet: true })) {
    if (!path.endsWith('.ts') || path.endsWith('.test.ts')) continue;
    const file = join(folder, path.replace(/\.ts$/, '.js'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, javaScript(text));
  }
  const module: unknown = await import(pathToFileURL(join(folder, 'index.js')).href);
  if (!hasExchange(module)) throw new Error('the generated connector exports no class Exchange');
  return { Exchange: module.Exchange, folder };
}

function javaScript(source: string): string {
  const { ESNext } = ts.ModuleKind;
  return ts.transpileModule(source, { compilerOptions: { module: ESNext, target: ts.ScriptTarget.ES2022 } })
    .outputText;
}

function hasExchange(module: unknown): module is { readonly Exchange: ExchangeClass } {
  return (
    typeof module === 'object' &&
    module !== null &&
    'Exchange' in module &&
    typeof module.Exchange === 'function'
  );
}
