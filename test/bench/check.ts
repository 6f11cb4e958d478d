import { appendFile, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { packageRoot, runtimeRoot } from '../../generators/packaging/package-root.js';
import { medianTimes, type BenchRow } from './measure.js';

const CREATE = fileURLToPath(new URL('../../generators/bin/create-ats-exchange.js', import.meta.url));
const CLI = fileURLToPath(new URL('../../generators/bin/ats-exchange.js', import.meta.url));
const CONNECTORS = 'custom_modules/exchanges';
const CHECK = [CLI, 'check', '--no-conformance'];
const ROUNDS = 5;

/**
 * How long `ats-exchange check` takes when one of many connectors has changed, beside one alone. Without conformance,
 * which is run for the changed connector only, and would be the larger part of both.
 */
export async function benchCheck(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-check-'));
  try {
    const [one, hundred] = [join(folder, 'one'), join(folder, 'hundred')];
    await writeWorkspace(folder, 'one', 1);
    await writeWorkspace(folder, 'hundred', 100);
    await execa(process.execPath, CHECK, { cwd: hundred });
    const [alone = Number.NaN, among = Number.NaN] = await medianTimes(
      [one, hundred].map((cwd) => ({ args: CHECK, cwd, before: () => change(cwd) })),
      ROUNDS,
    );
    return [
      {
        name: 'check: 100 connectors, one changed',
        ours: among,
        unit: 'ms',
        reference: { name: 'one connector', value: alone },
        target: '≤ 1.5 ×',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** With the tools of this repository in place of an install. */
async function writeWorkspace(folder: string, name: string, count: number): Promise<void> {
  await execa(process.execPath, [CREATE, name, '--preset', 'binance_spot', '--yes', '--no-install'], {
    cwd: folder,
  });
  const modules = join(folder, name, 'node_modules');
  await mkdir(modules);
  for (const tool of ['typescript', 'vitest', '@types', '@typescript'])
    await symlink(join(packageRoot(), 'node_modules', tool), join(modules, tool));
  await symlink(packageRoot(), join(modules, 'create-ats-exchange'));
  await symlink(runtimeRoot(), join(modules, 'ats-runtime'));
  const first = join(folder, name, CONNECTORS, 'binance_spot');
  for (let index = 1; index < count; index++)
    await cp(first, join(folder, name, CONNECTORS, `venue_${index}`), { recursive: true });
}

async function change(root: string): Promise<void> {
  await appendFile(join(root, CONNECTORS, 'binance_spot/exchange.ts'), '// Changed.\n');
}
