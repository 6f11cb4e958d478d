import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { codeOf } from '../cli/errors.js';
import type { Contract } from '../contract/contract.js';
import { findPackage, RUNTIME_PACKAGE } from '../contract/locate.js';
import { hashText } from '../manifest/hash.js';
import type { BaseRecord } from '../manifest/manifest.js';
import { runtimeRoot } from '../packaging/package-root.js';

/** A base class as the workspace has it now. */
export interface CurrentBase {
  readonly contract: Contract;
  readonly record: BaseRecord;
}

/** Bases by the file that was named; '' stands for the installed runtime. */
export type KnownBases = ReadonlyMap<string, CurrentBase>;

const INSTALLED = `node_modules/${RUNTIME_PACKAGE}`;

/** The base classes of a workspace, each read once, however many connectors extend it. */
export class BaseSources {
  readonly #root: string;
  readonly #runtime: string;
  readonly #read = new Map<string, Promise<CurrentBase>>();
  readonly #hashes = new Map<string, string | undefined>();

  /** `known`: those that another thread has read. */
  constructor(root: string, known: KnownBases = new Map()) {
    for (const [file, base] of known) this.#read.set(file, Promise.resolve(base));
    this.#root = resolve(root);
    this.#runtime = findPackage(RUNTIME_PACKAGE, this.#root) ?? runtimeRoot();
  }

  /** Whether the sources are what they were; needs no parser. */
  isSame({ sources }: BaseRecord): boolean {
    return Object.entries(sources).every(([path, hash]) => this.#hashOf(path) === hash);
  }

  /** The base in a file of the workspace, or (without one) the installed runtime's. */
  current(file: string | undefined): Promise<CurrentBase> {
    const known = this.#read.get(file ?? '') ?? this.#readBase(file);
    this.#read.set(file ?? '', known);
    return known;
  }

  /** Those that were asked for and could be read. */
  async known(): Promise<KnownBases> {
    const read = [...this.#read].map(async ([file, base]) => [file, await base] as const);
    const settled = await Promise.allSettled(read);
    return new Map(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  }

  async #readBase(file: string | undefined): Promise<CurrentBase> {
    const { readContractWithFiles } = await import('../contract/read-contract.js');
    const source = file === undefined ? { runtimeDir: this.#runtime } : { file };
    const { contract, files } = readContractWithFiles({ ...source, root: this.#root });
    const sources = files.map(
      (path) => [this.#recorded(path), hashText(readFileSync(path, 'utf8'))] as const,
    );
    const record = { ...(file === undefined ? {} : { file }), sources: Object.fromEntries(sources) };
    return { contract, record };
  }

  #hashOf(path: string): string | undefined {
    if (!this.#hashes.has(path)) this.#hashes.set(path, hashOfFile(this.#located(path)));
    return this.#hashes.get(path);
  }

  /** Wherever the runtime lies, it is recorded as if it lay in the workspace itself. */
  #recorded(path: string): string {
    const inRuntime = relative(this.#runtime, path);
    const isInside = !inRuntime.startsWith('..') && resolve(this.#runtime, inRuntime) === path;
    return (isInside ? join(INSTALLED, inRuntime) : relative(this.#root, path)).split(sep).join('/');
  }

  #located(path: string): string {
    const prefix = `${INSTALLED}/`;
    return path.startsWith(prefix) ? join(this.#runtime, path.slice(prefix.length)) : join(this.#root, path);
  }
}

function hashOfFile(path: string): string | undefined {
  try {
    return hashText(readFileSync(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
