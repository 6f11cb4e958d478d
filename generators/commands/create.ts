import { relative } from 'node:path';
import type { CommandContext } from '../cli/context.js';
import { ExitCode } from '../cli/errors.js';
import { openRenderer, type Renderer } from '../plop/renderer.js';
import { resolveRequest, type Given } from '../questionnaire/request.js';
import type { CreateResult } from '../report/results.js';
import { commitTree, recover, unifiedDiffs, type Change } from '../tree/index.js';
import { prove } from '../workspace/prove.js';
import { scaffold } from '../workspace/scaffold.js';
import { refuseExistingConnector } from '../workspace/target.js';

export interface CreateOptions extends Given {
  /** `false`: only write the files. */
  readonly install?: boolean | undefined;
  /** `false`: no wallet.ts. */
  readonly wallet?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Writes a workspace with a connector, or one more connector, then installs, builds and proves it. */
export async function create(options: CreateOptions, context: CommandContext): Promise<CreateResult> {
  // Opened first: where a thread is needed, it loads while this one reads the answers.
  const renderer = openRenderer(options.preset === undefined);
  try {
    return await createWith(renderer, options, context);
  } finally {
    renderer.close();
  }
}

async function createWith(
  renderer: Renderer,
  options: CreateOptions,
  context: CommandContext,
): Promise<CreateResult> {
  const { target, venue } = await resolveRequest(options, context);
  const { root } = target;
  const force = options.force === true;
  const dryRun = options.dryRun === true;
  refuseExistingConnector(target, venue.description.venue, force);
  await recover(root);
  const tree = await context.progress.step(
    'render',
    () => scaffold({ target, venue, wallet: options.wallet !== false }, renderer),
    (rendered) => ({ ok: true, note: `${rendered.changes().length} files, formatted` }),
  );
  const changes = tree.changes();
  const plan = planOf(changes);
  const base = {
    command: 'create',
    created: target.kind,
    root,
    venue: venue.description.venue,
    kind: venue.description.kind,
    dryRun,
    files: plan,
    diffs: [],
    steps: [],
    next: nextCommands(context.cwd, root, []),
  } as const;
  if (dryRun) {
    return {
      ...base,
      exitCode: ExitCode.clean,
      verdict: 'planned',
      diffs: await unifiedDiffs(changes),
      next: [],
    };
  }
  await context.progress.step(
    'write',
    // A file that is replaced can be brought back with `ats-exchange undo`.
    () => commitTree(tree, { signal: context.signal, journal: changes.some(({ kind }) => kind !== 'add') }),
    () => ({ ok: true, note: `${plan.length} files` }),
  );
  if (options.install === false) {
    const next = nextCommands(context.cwd, root, ['npm install', 'npm run build', 'npm test']);
    return { ...base, exitCode: ExitCode.clean, verdict: 'written', next };
  }
  const proof = await prove({ root, venue: base.venue, context });
  const next = nextCommands(context.cwd, root, ['npm run check', `npm run sandbox -- ${base.venue}`]);
  return {
    ...base,
    ...proof,
    exitCode: proof.verdict === 'certified' ? ExitCode.clean : ExitCode.failure,
    next,
  };
}

function planOf(changes: readonly Change[]): CreateResult['files'] {
  return changes.map(({ path, kind }) => ({ path, kind }));
}

function nextCommands(cwd: string, root: string, commands: readonly string[]): readonly string[] {
  return cwd === root ? commands : [`cd ${quoted(relative(cwd, root))}`, ...commands];
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
