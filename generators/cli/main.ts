import type { CommandResult } from '../report/results.js';
import type { CommandContext } from './context.js';
import type { Failure } from './failure.js';
import { readyHelp } from './ready-help.js';

/** Runs a command's work and shows what came of it. */
export type Run = (
  flags: { readonly json?: boolean },
  work: (context: CommandContext) => Promise<CommandResult>,
) => Promise<void>;

export type Bin = 'create-ats-exchange' | 'ats-exchange';

/**
 * The one place that prints and sets the exit code. Results go to stdout, as text or with `--json` as exactly one
 * JSON object; progress and errors go to stderr. What `--help` does not need is loaded when it is needed.
 */
export async function main(bin: Bin): Promise<void> {
  const args = process.argv.slice(2);
  try {
    const help = readyHelp([bin, ...args]);
    if (help !== undefined) return await print(help);
    const work = bin === 'ats-exchange' && args.length === 1 ? PLAIN.get(args[0] ?? '') : undefined;
    if (work !== undefined) return await run({}, work);
    const { programs } = await import('../cli.js');
    await programs[bin](run).parseAsync();
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

/** What is typed most often needs no option parser, which takes longer to load than a sync with nothing to do. */
const PLAIN = new Map<string, (context: CommandContext) => Promise<CommandResult>>([
  ['sync', async (context) => (await import('../commands/sync.js')).sync({ venues: [] }, context)],
  ['status', async (context) => (await import('../commands/status.js')).status({ venues: [] }, context)],
]);

const run: Run = async (flags, work) => {
  const { openContext } = await import('./context.js');
  const result = await work(openContext(flags.json === true));
  process.exitCode = result.exitCode;
  if (flags.json === true) return print(`${JSON.stringify(result)}\n`);
  const { renderText } = await import('../report/render.js');
  return print(await renderText(result));
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
