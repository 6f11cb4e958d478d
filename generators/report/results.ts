import type { ExitCode } from '../cli/errors.js';
import type { Difference } from '../../venues/infer/compare-answer.js';
import type { Inference } from '../../venues/infer/infer.js';
import type { CertificateState } from '../certificate/certify.js';
import type { ConnectorStatus, MemberExplanation, SyncResult } from '../sync/index.js';

/** What a command hands back: plain data, printed as it is by `--json` and as text otherwise. */
export type CommandResult =
  | CreateResult
  | CheckResult
  | SandboxResult
  | RunResult
  | SyncReport
  | StatusReport
  | ExplainReport
  | UndoReport
  | InferResult
  | ProbeResult;

interface Result<Command extends string> {
  readonly command: Command;
  readonly exitCode: ExitCode;
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'add' | 'replace' | 'delete';
}

export interface StepResult {
  readonly name: 'install' | 'build' | 'conformance';
  readonly status: 'passed' | 'failed';
  readonly ms: number;
  /** What went wrong, as the tool said it. */
  readonly output?: string;
}

export interface CreateResult extends Result<'create'> {
  readonly created: 'workspace' | 'connector';
  readonly root: string;
  readonly venue: string;
  readonly kind: string;
  readonly dryRun: boolean;
  readonly files: readonly FileChange[];
  /** Dry run: unified diffs of the files that exist and would change. */
  readonly diffs: readonly string[];
  readonly steps: readonly StepResult[];
  readonly conformance?: ConformanceSummary;
  readonly verdict: 'planned' | 'written' | 'certified' | 'failed';
  /** What to type next. */
  readonly next: readonly string[];
}

export interface ConformanceCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What the suite said of one connector, by the ids of its checks. */
export interface CheckedConnector {
  readonly passed: readonly string[];
  /** With the reason. */
  readonly skipped: Readonly<Record<string, string>>;
}

export interface ConformanceSummary extends ConformanceCounts {
  /** Of the connectors whose suite ran, by name. */
  readonly checks: Readonly<Record<string, CheckedConnector>>;
  /** By the name of the connector. */
  readonly connectors: Readonly<Record<string, ConformanceCounts>>;
  readonly failures: readonly { readonly check: string; readonly message: string; readonly file: string }[];
}

/** One thing that `check` found. */
export interface Finding {
  /** As in the catalogue of checks: S01, S02, … or the failed conformance check's own. */
  readonly id: string;
  readonly venue: string;
  readonly file: string;
  readonly line?: number;
  readonly message: string;
  readonly hint: string;
}

export interface CheckResult extends Result<'check'> {
  readonly root: string;
  readonly venues: readonly string[];
  readonly findings: readonly Finding[];
  readonly drift: readonly string[];
  readonly conformance?: ConformanceSummary;
  /** Connectors whose types, description and conformance were not checked anew: nothing of them has changed. */
  readonly cached: readonly string[];
  /** By the name of the connector. */
  readonly certificates: Readonly<Record<string, CertificateState>>;
}

export interface SandboxResult extends Result<'sandbox'> {
  readonly venues: readonly string[];
}

export interface RunResult extends Result<'run'> {
  readonly namespace: string;
  /** How many were shown. */
  readonly candles: number;
  /** The script's orders as they were in the end. */
  readonly orders: readonly Readonly<Record<string, unknown>>[];
  /** Orders that could not be submitted or cancelled. */
  readonly failures: number;
  /** Files written. */
  readonly files: readonly string[];
}

export interface SyncReport extends Result<'sync'>, SyncResult {
  readonly root: string;
  readonly mode: 'write' | 'check' | 'dry-run';
}

export interface StatusReport extends Result<'status'> {
  readonly root: string;
  readonly connectors: readonly ConnectorStatus[];
  /** By the name of the connector. */
  readonly certificates: Readonly<Record<string, CertificateState>>;
}

export interface ExplainReport extends Result<'explain'>, MemberExplanation {
  readonly venue: string;
}

export interface UndoReport extends Result<'undo'> {
  readonly root: string;
  readonly files: readonly string[];
}

export interface InferResult extends Result<'infer'>, Inference {}

export interface ProbeCall {
  readonly role: 'server_time' | 'instruments' | 'candles';
  /** Method, path and query. */
  readonly request: string;
  readonly differences: readonly Difference[];
}

export interface ProbeResult extends Result<'probe'> {
  readonly venue: string;
  readonly rest: string;
  readonly calls: readonly ProbeCall[];
}
