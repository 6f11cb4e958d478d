import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { UserError } from '../cli/errors.js';
import type { ContractReading } from '../contract/read-contract.js';
import { hashText } from './hash.js';
import { MANIFEST_PATH, MANIFEST_VERSION, pristinePath, type BaseRecord, type Manifest } from './manifest.js';
import { renderManifest } from './write-manifest.js';

/** The tool as it renders now. */
export interface GeneratorIdentity {
  readonly version: string;
  /** Hash of its templates. */
  readonly templates: string;
}

export interface RecordInput {
  readonly generator: GeneratorIdentity;
  /** The text of `venue.yaml`. */
  readonly description: string;
  readonly base: BaseRecord;
  readonly contract: Manifest['contract'];
  readonly options?: Manifest['options'];
  readonly conflicts?: Manifest['conflicts'];
  readonly orphaned?: Manifest['orphaned'];
  /** Every generated file as it was generated, by path from the connector's folder. */
  readonly files: ReadonlyMap<string, string>;
}

/** What goes into a connector's `.ats` folder, by path from the connector's folder: the manifest and the pristine copies. */
export function recordConnector(input: RecordInput): Map<string, string> {
  const entries = [...input.files].map(([file, text]) => [file, hashText(text)] as const);
  const manifest: Manifest = {
    version: MANIFEST_VERSION,
    generator: input.generator.version,
    templates: input.generator.templates,
    description: hashText(input.description),
    base: input.base,
    options: input.options ?? {},
    files: Object.fromEntries(entries),
    conflicts: input.conflicts ?? [],
    orphaned: input.orphaned ?? [],
    contract: input.contract,
  };
  const pristine = [...input.files].map(([file, text]) => [pristinePath(file), text] as const);
  return new Map([[MANIFEST_PATH, renderManifest(manifest)], ...pristine]);
}

/** How a later sync finds out, without a parser, that the base class is the one it was. */
export function recordBase(
  { files }: Pick<ContractReading, 'files'>,
  root: string,
  file?: string,
): BaseRecord {
  const sources = files.map((path) => [fromRoot(path, root), hashText(readFileSync(path, 'utf8'))] as const);
  return {
    ...(file === undefined ? {} : { file: fromRoot(file, root) }),
    sources: Object.fromEntries(sources),
  };
}

/** The pristine copies, each checked against its hash. Throws a UserError where one is missing or was edited. */
export function readPristine(
  manifest: Manifest,
  read: (path: string) => string | undefined,
  folder: string,
): Map<string, string> {
  const copies = Object.entries(manifest.files).map(([file, hash]) => {
    const path = pristinePath(file);
    const text = read(path);
    if (text !== undefined && hashText(text) === hash) return [file, text.replaceAll('\r\n', '\n')] as const;
    const state = text === undefined ? 'is missing' : 'was edited';
    throw new UserError(`${folder}/${path}: ${state}; restore it from version control`);
  });
  return new Map(copies);
}

function fromRoot(path: string, root: string): string {
  return relative(resolve(root), resolve(root, path)).split(sep).join('/');
}
