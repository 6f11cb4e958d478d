import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command lines; `npm test` builds first. */
export const CREATE = fileURLToPath(
  new URL('../../dist/generators/bin/create-ats-exchange.js', import.meta.url),
);
export const EXCHANGE = fileURLToPath(new URL('../../dist/generators/bin/ats-exchange.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a bin to its end, without a terminal. */
export function run(bin: string, args: readonly string[], cwd: string): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { ...process.env, NO_COLOR: '1' },
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** Starts a bin and leaves it running. */
export function start(bin: string, args: readonly string[], cwd: string): ReturnType<typeof spawn> {
  return spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'ats-e2e-')));
}

/** Every file below, links included, by path. */
export function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [
          path.slice(folder.length + 1),
          entry.isFile() ? readFileSync(path, 'latin1') : 'link',
        ] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
