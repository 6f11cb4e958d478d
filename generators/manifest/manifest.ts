import type { Contract } from '../contract/contract.js';

/** The version of the manifest's own format. */
export const MANIFEST_VERSION = 1;

/** What sync knows about a connector: what it was generated from, and with what result. */
export interface Manifest {
  readonly version: typeof MANIFEST_VERSION;
  /** The version of the tool that wrote the connector last. */
  readonly generator: string;
  /** Hash of the templates it was rendered with. */
  readonly templates: string;
  /** Hash of `venue.yaml` as it was rendered. */
  readonly description: string;
  readonly base: BaseRecord;
  /** What `create` was asked for and a later rendering needs again. */
  readonly options: ManifestOptions;
  /** Hash of each generated file as it was generated, by path from the connector's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Members and files where both sides had changed and the user's was kept. */
  readonly conflicts: readonly PendingConflict[];
  /** What is no longer generated but was kept, because the user had changed it. */
  readonly orphaned: readonly Orphan[];
  /** The base class as it was then. */
  readonly contract: Contract;
}

export type ManifestOptions = Readonly<Record<string, string | number | boolean>>;

export interface BaseRecord {
  /** The house base class that was named, by its path from the workspace root; absent for the installed runtime. */
  readonly file?: string;
  /** Hash of each source file the contract was read from, by path from the workspace root. */
  readonly sources: Readonly<Record<string, string>>;
}

export interface PendingConflict {
  readonly file: string;
  /** `Exchange.submitOrder`, a top-level name, or absent for the file as a whole. */
  readonly member?: string;
  /** Hash of the user's text when the conflict arose: once it is another, the user has dealt with it. */
  readonly yours: string;
}

export interface Orphan {
  readonly file: string;
  /** Absent for the file as a whole. */
  readonly member?: string;
}

export const MANIFEST_PATH = '.ats/manifest.json';

/** Ends in `.txt`, so that no compiler and no test runner takes a pristine copy for a file of the project. */
export function pristinePath(file: string): string {
  return `.ats/pristine/${file}.txt`;
}
