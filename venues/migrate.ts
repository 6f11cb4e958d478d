import { isMap, isScalar, type Document, type YAMLMap } from 'yaml';

/** The grammar's version that this package reads and writes. */
export const GRAMMAR_VERSION = 1;

/** Brings a description of one version of the grammar to the next, in place; comments and order stay. */
export type Migration = (description: YAMLMap) => void;

/** By the version that each one leaves. A change of the grammar that old files would not pass adds one. */
const MIGRATIONS: ReadonlyMap<number, Migration> = new Map();

/**
 * Brings an older description up to date.
 * @returns what is wrong with its version, where it cannot be; a missing or malformed one is the schema's to name
 */
export function migrate(
  document: Document,
  current: number = GRAMMAR_VERSION,
  migrations: ReadonlyMap<number, Migration> = MIGRATIONS,
): string | undefined {
  const { contents } = document;
  if (!isMap(contents)) return undefined;
  const node = contents.get('version', true);
  const version = isScalar(node) ? node.value : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version)) return undefined;
  if (version > current) {
    return `${version} is newer than what this create-ats-exchange knows (${current}); install a newer one`;
  }
  for (let from = version; from < current; from++) {
    const step = migrations.get(from);
    if (step === undefined) return `${version} never was; give ${current}`;
    step(contents);
  }
  if (version < current) contents.set('version', current);
  return undefined;
}
