/** What a process of ours ends with. */
export const ExitCode = {
  clean: 0,
  /** Findings, or something that failed. */
  failure: 1,
  /** Wrong usage or input: nothing was written. */
  usage: 2,
  /** The workspace is not what a sync would make of it. */
  drift: 3,
  /** Two changes to one member: a person has to choose. */
  conflict: 4,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/**
 * Something the person at the keyboard can mend. Shown as one line, without a stack:
 * what is wrong, where, and what to do. Every other error is our own crash.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  readonly exitCode: ExitCode;

  constructor(message: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.exitCode = options.exitCode ?? ExitCode.usage;
  }
}

/** The person pressed Ctrl-C, or the process was asked to end. */
export class InterruptedError extends UserError {
  override readonly name = 'InterruptedError';

  constructor(message = 'interrupted; nothing was written') {
    super(message, { exitCode: ExitCode.interrupted });
  }
}

/** The `code` that Node and npm libraries put on their errors, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
