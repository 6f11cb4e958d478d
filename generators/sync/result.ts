import type { Cause, Conflict, Hand, MemberChange } from './report.js';
import type { Scorecard } from './scorecard.js';

export interface FileChange {
  /** From the workspace root. */
  readonly path: string;
  readonly kind: 'add' | 'replace' | 'delete';
}

/** What a sync did, or would do, to one connector. */
export interface ConnectorSync {
  readonly venue: string;
  /** Why there was something to do; empty where nothing had changed. */
  readonly causes: readonly Cause[];
  /** Files of the connector that change; sync's own records under `.ats` are not among them. */
  readonly changes: readonly FileChange[];
  readonly members: readonly MemberChange[];
  /** Both sides had changed these, and a person has to choose: yours stayed, or both stand there with markers. */
  readonly conflicts: readonly Conflict[];
  /** Members that may not type-check as they are now. */
  readonly hands: readonly Hand[];
  /** Why nothing of this connector was touched. */
  readonly error?: string;
  /** With `certify`: type check and conformance before and after, and whether the result was moved in. */
  readonly proof?: { readonly before: Scorecard; readonly after: Scorecard; readonly accepted: boolean };
}

export interface SyncResult {
  readonly connectors: readonly ConnectorSync[];
  /** Whether a sync changes something, or would. */
  readonly drift: boolean;
  /** Dry run: a unified diff for each file. */
  readonly diffs: readonly string[];
}
