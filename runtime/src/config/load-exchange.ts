import { access, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BaseExchange, ExchangeConfig } from '../base-exchange.js';
import type { ExchangeEnvironment } from '../environment.js';
import { AtsException, NamespaceNotFoundException } from '../exceptions.js';
import type { SimpleState } from '../state/simple-state.js';
import { nearest } from './nearest.js';

/** The `exchange:` part of a configuration. */
export interface ExchangeReference {
  /** `exchanges:my_venue`: the folder's name under `custom_modules/exchanges`, or a built-in exchange. */
  readonly namespace: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface LoadOptions {
  /** The folder that holds `custom_modules`. */
  readonly root: string;
  readonly state?: SimpleState;
  readonly environment?: Partial<ExchangeEnvironment>;
}

/**
 * The exchange that the namespace leads to: from the workspace first, then the built-in ones.
 * Throws a NamespaceNotFoundException that says what was looked for and what exists, or the
 * ConfigValidationException of the exchange itself.
 */
export async function loadExchange(
  reference: ExchangeReference,
  options: LoadOptions,
): Promise<BaseExchange> {
  const name = NAMESPACE.exec(reference.namespace)?.[1];
  if (name === undefined) {
    throw new NamespaceNotFoundException(
      `namespace: "${reference.namespace}" is not like "exchanges:my_venue"`,
    );
  }
  const { Exchange } =
    (await fromWorkspace(options.root, name)) ??
    (await builtIn(name)) ??
    (await notFound(options.root, name));
  return new Exchange({ symbol: '', ...reference.config }, options.state, options.environment);
}

const NAMESPACE = /^exchanges:([A-Za-z0-9_]+)$/;
const FOLDER = join('custom_modules', 'exchanges');
/** Where the workspace's build puts its output, should the sources not be JavaScript themselves. */
const BASES = ['', 'dist'];

const BUILT_IN: Readonly<Record<string, () => Promise<unknown>>> = {
  back_trading: () => import('../exchanges/back_trading/index.js'),
  binance_spot: () => import('../exchanges/binance_spot/index.js'),
  paper_trading: () => import('../exchanges/paper_trading/index.js'),
};

type ExchangeClass = new (
  config: ExchangeConfig,
  state?: SimpleState,
  environment?: Partial<ExchangeEnvironment>,
) => BaseExchange;

interface ExchangeModule {
  readonly Exchange: ExchangeClass;
}

async function fromWorkspace(root: string, name: string): Promise<ExchangeModule | undefined> {
  for (const base of BASES) {
    const file = join(root, base, FOLDER, name, 'index.js');
    if (await exists(file)) return asModule(await importFile(file, root), `${relative(root, file)}`);
  }
  const source = join(root, FOLDER, name, 'index.ts');
  if (!(await exists(source))) return undefined;
  throw new NamespaceNotFoundException(
    `namespace: ${relative(root, source)} is there but not built; build the workspace first (npm run build)`,
  );
}

async function builtIn(name: string): Promise<ExchangeModule | undefined> {
  const load = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return load === undefined ? undefined : asModule(await load(), name);
}

async function notFound(root: string, name: string): Promise<never> {
  const own = await folders(join(root, FOLDER));
  const names = [...own, ...Object.keys(BUILT_IN)];
  const near = nearest(name, names);
  throw new NamespaceNotFoundException(
    `namespace: there is no exchange "${name}"${near === undefined ? '' : `, do you mean "exchanges:${near}"?`} ` +
      `Looked for ${join(FOLDER, name, 'index.js')} in ${BASES.map((base) => join(root, base)).join(' and ')}; ` +
      `there are: ${names.toSorted().join(', ')}`,
  );
}

async function importFile(file: string, root: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof AtsException) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new NamespaceNotFoundException(`namespace: ${relative(root, file)} cannot be loaded: ${words}`, {
      cause: error,
    });
  }
}

function asModule(module: unknown, place: string): ExchangeModule {
  if (isExchangeModule(module)) return module;
  throw new NamespaceNotFoundException(
    `namespace: ${place} exports no class Exchange that extends BaseExchange`,
  );
}

/** By its members: the workspace may have a copy of this package of its own. */
function isExchangeModule(module: unknown): module is ExchangeModule {
  if (typeof module !== 'object' || module === null || !('Exchange' in module)) return false;
  const { Exchange } = module;
  if (typeof Exchange !== 'function') return false;
  const prototype: unknown = Exchange.prototype;
  if (typeof prototype !== 'object' || prototype === null) return false;
  return ['validateConfig', 'connect', 'submitOrder', 'getState'].every((member) => member in prototype);
}

async function folders(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
