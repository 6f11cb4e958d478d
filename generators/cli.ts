import { createRequire } from 'node:module';
import type { Command } from 'commander';
import type { Bin, Run } from './cli/main.js';
import { packageVersion } from './packaging/package-root.js';

// Required, not imported: that is half the time `--help` takes, since Node reads the exports of an imported
// CommonJS module with a WebAssembly parser that nothing else here needs.
const commander: typeof import('commander') = createRequire(import.meta.url)('commander');

const KINDS = ['live', 'paper', 'backtest', 'data_feed'] as const;

/** The command line of each bin. */
export const programs: Readonly<Record<Bin, (run: Run) => Command>> = {
  'create-ats-exchange': createProgram,
  'ats-exchange': exchangeProgram,
};

/** `create-ats-exchange`: the create command alone. */
function createProgram(run: Run): Command {
  return withCreate(base('create-ats-exchange'), run);
}

/** `ats-exchange`: everything that is done with a workspace. */
function exchangeProgram(run: Run): Command {
  const program = base('ats-exchange').description('Create, keep up to date and prove exchange connectors.');

  withCreate(program.command('create'), run);

  program
    .command('sync')
    .description('bring connectors up to date with the base class, the templates and their venue.yaml')
    .argument('[venue...]', 'only these connectors')
    .option('--base <file>', 'read the contract from this house base class')
    .option('--check', 'only say whether a sync would change something (exit code 3)')
    .option('--dry-run', 'show what would change and write nothing')
    .addOption(
      new commander.Option('--conflicts <choice>', 'who wins where both sides changed').choices([
        'ours',
        'theirs',
        'markers',
      ]),
    )
    .option('--certify', 'move in only what type-checks and conforms no worse than before')
    .option('--json', 'print the result as one JSON object')
    .action((venues, flags) =>
      run(flags, async (context) => (await import('./commands/sync.js')).sync({ venues, ...flags }, context)),
    );

  program
    .command('check')
    .description('check connectors: structure and naming, drift, types, conformance')
    .argument('[venue...]', 'only these connectors')
    .option('--no-conformance', 'leave out the conformance suite')
    .option(
      '--no-cache',
      'check everything anew, also connectors that have not changed since they were clean',
    )
    .option(
      '--report <kind=file>',
      'also write junit=FILE or sarif=FILE; may be given several times',
      (report: string, earlier: readonly string[] = []) => [...earlier, report],
    )
    .option('--json', 'print the result as one JSON object')
    .action((venues, flags) =>
      run(flags, async (context) =>
        (await import('./commands/check.js')).check({ venues, ...flags }, context),
      ),
    );

  program
    .command('sandbox')
    .description('serve a mock exchange that speaks the venue’s dialect, until Ctrl-C')
    .argument('[venue...]', 'connectors of this workspace, or presets')
    .option('--port <number>', 'port of the first venue; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option('--seed <number>', 'the same seed gives the same market', wholeNumber(0, 2 ** 32 - 1), 1)
    .option('--speed <factor>', 'how fast the venue’s time runs; 1 is real time', positiveNumber, 1)
    .option(
      '--start <time>',
      'the venue’s time at the start, such as 2024-01-01T00:00:00Z (default: now)',
      moment,
    )
    .option('--faults <file>', 'faults that strike from the start, a YAML list')
    .option('--json', 'print one JSON line for each venue')
    .action((venues, flags) =>
      // What it prints are its lines alone: there is no result when it is stopped.
      run({}, async (context) =>
        (await import('./commands/sandbox.js')).sandbox({ venues, ...flags }, context),
      ),
    );

  program
    .command('run')
    .description(
      'connect the exchange of a configuration and show its candles, wallet, fees and orders, until Ctrl-C',
    )
    .argument('<config>', 'a YAML or JSON file with an exchange: part')
    .option('--candles <number>', 'stop after so many candles', wholeNumber(0, 2 ** 32 - 1))
    .option('--orders <file>', 'submit the orders of this YAML list')
    .option('--plot <file>', 'write what happened as one HTML page')
    .option('--state <file>', 'keep the exchange’s state here (default: beside the configuration)')
    .option('--sandbox', 'trade at a mock of the venue; no account, no credentials')
    .option('--live', 'let orders leave this machine')
    .option('--verbose', 'log everything, with stacks; LOG_LEVEL=debug does so too')
    .option('--json', 'print one JSON object on each line')
    .action((config, flags) =>
      run(flags, async (context) =>
        (await import('./commands/run.js')).run(
          { config, ...flags, verbose: flags.verbose ?? process.env['LOG_LEVEL'] === 'debug' },
          context,
        ),
      ),
    );

  program
    .command('status')
    .description('show each member of each connector: pristine, edited, orphaned, in conflict')
    .argument('[venue...]', 'only these connectors')
    .option('--json', 'print the result as one JSON object')
    .action((venues, flags) =>
      run(flags, async (context) => (await import('./commands/status.js')).status({ venues }, context)),
    );

  program
    .command('explain')
    .description('say where a member comes from and what a sync would do to it')
    .argument('<venue>', 'the connector')
    .argument('<member>', 'the member, such as submitOrder')
    .option('--json', 'print the result as one JSON object')
    .action((venue, member, flags) =>
      run(flags, async (context) =>
        (await import('./commands/explain.js')).explain({ venue, member }, context),
      ),
    );

  program
    .command('undo')
    .description('take the last sync (or forced create) back, byte for byte')
    .option('--json', 'print the result as one JSON object')
    .action((flags) => run(flags, async (context) => (await import('./commands/undo.js')).undo(context)));

  program
    .command('infer')
    .description(
      'tell from a documented sample how an answer is read: paths, units, order, what each column is',
    )
    .argument('<role>', 'what the sample is, such as candles, instruments, get_order or stream_candle')
    .argument('[file]', 'the sample (JSON); without one it is read from standard input')
    .option('--json', 'print the result as one JSON object')
    .action((role, file, flags) =>
      run(flags, async (context) =>
        (await import('./commands/infer.js')).inferSample({ role, file }, context),
      ),
    );

  program
    .command('probe')
    .description('compare a venue with its description by read-only calls: time, instruments, candles')
    .argument('<venue>', 'a connector of this workspace, or a preset')
    .option('--live', 'allow calls to hosts that are not this machine')
    .option('--json', 'print the result as one JSON object')
    .action((venue, flags) =>
      run(flags, async (context) =>
        (await import('./commands/probe.js')).probe({ venue, ...flags }, context),
      ),
    );

  return program;
}

function withCreate(command: Command, run: Run): Command {
  return command
    .description('Create a workspace with a connector, or add a connector to the workspace you are in.')
    .argument('[dir]', 'the workspace’s folder')
    .option('--preset <name>', 'start from a venue that is known, such as binance_spot')
    .option('--answers <file>', 'take every answer from a venue.yaml')
    .option(
      '--openapi <file>',
      'propose the answers from an OpenAPI or Swagger file; may be given several times',
      (file: string, earlier: readonly string[] = []) => [...earlier, file],
    )
    .addOption(new commander.Option('--kind <kind>', 'what the connector is').choices(KINDS))
    .option('--name <venue>', 'the venue’s name, and its folder’s (snake_case)')
    .option('--yes', 'ask nothing: take the defaults')
    .option('--no-install', 'only write the files: no install, build or conformance run')
    .option('--no-wallet', 'leave out wallet.ts')
    .option('--force', 'replace generated files that exist')
    .option('--dry-run', 'show what would be written and write nothing')
    .option('--json', 'print the result as one JSON object; never ask')
    .action((dir, flags) =>
      run(flags, async (context) =>
        (await import('./commands/create.js')).create({ dir, ...flags }, context),
      ),
    );
}

function base(name: string): Command {
  return (
    new commander.Command(name)
      .version(packageVersion(), '-v, --version', 'print the version')
      .helpOption('-h, --help', 'print this help')
      .helpCommand(false)
      .exitOverride()
      // Errors are shown by main(), on one line.
      .configureOutput({ writeErr: () => undefined })
  );
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new commander.InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new commander.InvalidArgumentError('Give a number above 0.');
}

function moment(text: string): number {
  const time = Date.parse(text);
  if (Number.isFinite(time) && time > 0) return time;
  throw new commander.InvalidArgumentError('Give a time such as 2024-01-01T00:00:00Z.');
}
