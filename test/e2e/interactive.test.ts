import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { CREATE, temporaryFolder } from './bin.js';

const DRIVER = fileURLToPath(new URL('./converse.py', import.meta.url));
const hasPty = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Waits for each text on the terminal and types the answer to it. */
function converse(script: readonly (readonly [waitFor: string, send: string])[]): {
  code: number | null;
  shown: string;
} {
  const { status, stdout } = spawnSync(
    'python3',
    [DRIVER, JSON.stringify(script), process.execPath, CREATE, '--no-install'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  return { code: status, shown: stripVTControlCharacters(stdout) };
}

const ENTER = '\r';
const CLEAR = '\u0015';
const CTRL_C = '\u0003';

describe.skipIf(!hasPty)('at a terminal', () => {
  it('asks what to build, checks each answer, and builds it', () => {
    const { code, shown } = converse([
      ['Which venue?', ENTER],
      ['What is the connector?', ENTER],
      ['The venue’s name', `My Venue${ENTER}`],
      ['write my_venue', `${CLEAR}my_venue${ENTER}`],
      ['The workspace’s folder?', `../escape${ENTER}`],
      ['leaves the current folder', `${CLEAR}trading${ENTER}`],
      ['my_venue (live)', ''],
    ]);
    expect(shown).toContain('workspace written');
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'trading/custom_modules/exchanges'))).toEqual(['my_venue']);
  });

  it.each([
    ['at the first question', [['Which venue?', CTRL_C]]],
    [
      'at the last question',
      [
        ['Which venue?', ENTER],
        ['What is the connector?', ENTER],
        ['The venue’s name', ENTER],
        ['The workspace’s folder?', CTRL_C],
      ],
    ],
  ] as const)('Ctrl-C %s leaves nothing behind, exit code 130', (_when, script) => {
    const { code, shown } = converse(script);
    expect(shown).toContain('cancelled; nothing was written');
    expect(code).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
  });
});
