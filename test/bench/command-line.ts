import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { medianTimes, type BenchRow } from './measure.js';

const CLI = fileURLToPath(new URL('../../generators/bin/create-ats-exchange.js', import.meta.url));
const PLOP = join(dirname(createRequire(import.meta.url).resolve('plop/package.json')), 'bin/plop.js');

/** The command line's start and a whole scaffold (workspace and connector, no install), beside bare node and plop. */
export async function benchCommandLine(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ats-bench-'));
  try {
    const plop = await plopProject(folder);
    const target = join(folder, 'my-trading');
    const [bare = Number.NaN, help = Number.NaN] = await medianTimes(
      [{ args: ['-e', '0'] }, { args: [CLI, '--help'] }],
      15,
    );
    const [plopTime = Number.NaN, scaffold = Number.NaN] = await medianTimes(
      [
        {
          args: [PLOP, 'one', 'name'],
          cwd: plop,
          before: () => rm(join(plop, 'out'), { recursive: true, force: true }),
        },
        {
          args: [CLI, 'my-trading', '--preset', 'binance_spot', '--yes', '--no-install', '--json'],
          cwd: folder,
          before: () => rm(target, { recursive: true, force: true }),
        },
      ],
      7,
    );
    return [
      {
        name: '--help',
        ours: help,
        unit: 'ms',
        reference: { name: 'bare node', value: bare },
        target: '≤ 1.8 ×',
      },
      {
        name: 'workspace and connector, written and formatted',
        ours: scaffold,
        unit: 'ms',
        reference: { name: 'plop, one file', value: plopTime },
        target: `≤ plop + 350 ms (${Math.round(plopTime + 350)} ms)`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function plopProject(folder: string): Promise<string> {
  const project = join(folder, 'plop');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "type": "module" }\n');
  await writeFile(join(project, 'template.hbs'), 'export const name = "{{name}}";\n');
  await writeFile(
    join(project, 'plopfile.js'),
    `export default (plop) => plop.setGenerator('one', {
  prompts: [{ type: 'input', name: 'name', message: 'name' }],
  actions: [{ type: 'add', path: 'out/{{name}}.ts', templateFile: 'template.hbs' }],
});\n`,
  );
  return project;
}
