import type { Contract } from '../contract/contract.js';
import type { ManifestOptions } from '../manifest/manifest.js';
import type { GeneratorIdentity } from '../manifest/record.js';
import type { Scorecard } from './scorecard.js';

/** What sync leaves to others; tests bring their own. */
export interface SyncPorts {
  /** The tool as it renders now. */
  readonly identity: () => GeneratorIdentity;
  /** The contract its templates were written for. */
  readonly templateContract: () => Contract | Promise<Contract>;
  /** The generated files of the connector in a folder, by path from there; `complete` makes the source fit the base. */
  readonly render: (
    folder: string,
    options: ManifestOptions,
    complete: (source: string) => string,
  ) => Promise<ReadonlyMap<string, string>>;
  /** Type check and conformance of connectors, in a workspace that may be a copy. */
  readonly score: (
    root: string,
    venues: readonly string[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, Scorecard>>;
}
