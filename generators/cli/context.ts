import { isatty } from 'node:tty';
import { ExitCode, InterruptedError } from './errors.js';
import { lineProgress, type Progress } from './progress.js';

/** Everything a command may know of the process it runs in. */
export interface CommandContext {
  readonly cwd: string;
  /** A person sits at the terminal and may be asked. */
  readonly interactive: boolean;
  readonly progress: Progress;
  /** Aborted by Ctrl-C and by a request to end. */
  readonly signal: AbortSignal;
  /** One line on stdout before the command is done, for one that serves until it is stopped. */
  readonly announce: (line: string) => void;
  readonly now: () => Date;
}

/** This process, as a command sees it. With `--json` nobody is asked anything. */
export function openContext(json: boolean): CommandContext {
  return {
    cwd: process.cwd(),
    interactive: !json && isatty(0) && isatty(1),
    progress: lineProgress(process.stderr),
    signal: interruptedBySignals(),
    announce: (line) => process.stdout.write(`${line}\n`),
    now: () => new Date(),
  };
}

/** How long a command may take to put things right, ms. */
const GRACE = 5000;

/** The first Ctrl-C lets the command put things right; a second one, or too long a wait, ends the process. */
function interruptedBySignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(ExitCode.interrupted);
      controller.abort(new InterruptedError());
      setTimeout(() => process.exit(ExitCode.interrupted), GRACE).unref();
    });
  }
  return controller.signal;
}
