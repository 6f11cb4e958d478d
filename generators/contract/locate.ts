import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UserError, codeOf } from '../cli/errors.js';

/** The package that brings the base class of every exchange. */
export const RUNTIME_PACKAGE = 'ats-runtime';

/** A source file, and how those outside name the module it belongs to. */
export interface SourceLocation {
  readonly file: string;
  /** The package the file is part of; absent for a file that is imported by its path. */
  readonly packageName?: string;
}

/** Where the types of an installed package (or a package in development) begin. */
export function packageEntry(packageDir: string): SourceLocation {
  const description = readPackage(packageDir);
  const candidates = [...description.types, 'dist/index.d.ts', 'src/index.ts', 'index.d.ts', 'index.ts'];
  const entry = candidates.map((path) => join(packageDir, path)).find(isFile);
  if (entry === undefined)
    throw new UserError(`${packageDir}: no type declarations; build or install the package`);
  return { file: entry, packageName: description.name };
}

/** The file that an import means, or undefined when there is none. */
export function resolveModule(specifier: string, from: SourceLocation): SourceLocation | undefined {
  if (!specifier.startsWith('.')) {
    const packageDir = findPackage(specifier, dirname(from.file));
    return packageDir === undefined ? undefined : packageEntry(packageDir);
  }
  const target = resolve(dirname(from.file), specifier);
  const stem = target.replace(/\.[cm]?js$/, '');
  const extension = /\.([cm]?)js$/.exec(target)?.[1] ?? '';
  const file = [
    `${stem}.${extension}ts`,
    `${stem}.d.${extension}ts`,
    join(target, 'index.ts'),
    join(target, 'index.d.ts'),
    target,
  ].find(isFile);
  return file === undefined ? undefined : { ...from, file };
}

/** The folder of an installed package, looked for from `start` upwards; undefined when it is not installed. */
export function findPackage(name: string, start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The package whose `node_modules` folder holds the file. */
export function packageNameOf(file: string): string | undefined {
  const parts = resolve(file).split(sep);
  const at = parts.lastIndexOf('node_modules');
  const first = at < 0 ? undefined : parts[at + 1];
  return first?.startsWith('@') === true ? `${first}/${parts[at + 2] ?? ''}` : first;
}

/** The path of an imported module as seen from `root`: `./house/base.js`. */
export function modulePath(file: string, root: string): string {
  const path = relative(root, file).split(sep).join('/');
  const script = path.replace(/(\.d)?\.([cm]?)ts$/, '.$2js');
  return script.startsWith('.') ? script : `./${script}`;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    // A file where a folder was looked for.
    if (codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file}: is not JSON; install the package again`, { cause: error });
  }
}

function readPackage(packageDir: string): { readonly name: string; readonly types: readonly string[] } {
  const file = join(packageDir, 'package.json');
  if (!isFile(file)) throw new UserError(`${packageDir}: not a package (no package.json)`);
  const json = parseJson(readFileSync(file, 'utf8'), file);
  const name = textAt(json, 'name');
  if (name === undefined) throw new UserError(`${file}: has no "name"`);
  const main = fieldAt(fieldAt(json, 'exports'), '.');
  const types = [textAt(main, 'types'), textAt(json, 'types'), textAt(json, 'typings')];
  return { name, types: types.filter((path) => path !== undefined) };
}

function textAt(value: unknown, key: string): string | undefined {
  const found = fieldAt(value, key);
  return typeof found === 'string' ? found : undefined;
}

function fieldAt(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
