import type { Command } from 'commander';
import type { CommandResult } from '../report/results.js';
import type { CommandContext } from './context.js';
import type { Failure } from './failure.js';

/** Runs a command's work and shows what came of it. */
export type Run = (
  flags: { readonly json?: boolean },
  work: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;

/**
 * The one place that prints and sets the exit code. Results go to stdout, as text or with `--json` as exactly one
 * JSON object; progress and errors go to stderr. What `--help` does not need is loaded when it is needed.
 */
export async function main(program: (run: Run) => Command): Promise<void> {
  try {
    await program(run).parseAsync();
  } catch (error) {
    const { failureOf } = await import('./failure.js');
    const failure = failureOf(error, process.cwd());
    if (failure === undefined) return;
    process.exitCode = failure.exitCode;
    if (process.argv.includes('--json'))
      await print(`${JSON.stringify({ error: failure, exitCode: failure.exitCode })}\n`);
    else process.stderr.write(errorText(failure));
  }
}

const run: Run = async (flags, work) => {
  const { openContext } = await import('./context.js');
  const result = await work(openContext(flags.json === true));
  process.exitCode = result.exitCode;
  if (flags.json === true) return print(`${JSON.stringify(result)}\n`);
  const { renderText } = await import('../report/render.js');
  return print(renderText(result));
};

/** Waits until a pipe has taken everything, so that a long JSON is never cut at the process's end. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}

function errorText({ message, stack }: Failure): string {
  if (stack === undefined) return `error: ${message}\n`;
  return `crash: ${message}\n${stack}\nThis is a fault of create-ats-exchange: please report it with the lines above.\n`;
}
