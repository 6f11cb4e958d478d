import type { ExitCode } from '../cli/errors.js';
import type { ConnectorStatus, MemberExplanation, SyncResult } from '../sync/index.js';

/** What a command hands back: plain data, printed as it is by `--json` and as text otherwise. */
export type CommandResult =
  CreateResult | CheckResult | SandboxResult | SyncReport | StatusReport | ExplainReport | UndoReport;

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

export interface ConformanceSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
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
}

export interface SandboxResult extends Result<'sandbox'> {
  readonly venues: readonly string[];
}

export interface SyncReport extends Result<'sync'>, SyncResult {
  readonly root: string;
  readonly mode: 'write' | 'check' | 'dry-run';
}

export interface StatusReport extends Result<'status'> {
  readonly root: string;
  readonly connectors: readonly ConnectorStatus[];
}

export interface ExplainReport extends Result<'explain'>, MemberExplanation {
  readonly venue: string;
}

export interface UndoReport extends Result<'undo'> {
  readonly root: string;
  readonly files: readonly string[];
}
