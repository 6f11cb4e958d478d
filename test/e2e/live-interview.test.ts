import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { CREATE, temporaryFolder } from './bin.js';
import { ANSWERS } from './invented-venue.js';

const DRIVER = fileURLToPath(new URL('./converse.py', import.meta.url));
const hasPty = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;
const ENTER = '\r';
const UP = '\u001b[A';

/** The interview's own questions: which venue, what it is called, where it starts from, and the last yes. */
const FRAME = 4;

it.skipIf(!hasPty)(
  'a venue whose documentation is pasted becomes a live connector that conforms, with no edit',
  () => {
    const folder = temporaryFolder();
    const script = [
      ['Which venue?', `${UP}${ENTER}`],
      ['The venue’s name (snake_case', `my_coins${ENTER}`],
      ['What is its API like?', `${UP}${UP}${ENTER}`],
      ...ANSWERS.map(([question, answer]) => [question, `${answer.replaceAll('\n', ENTER)}${ENTER}`]),
      ['Build it?', ENTER],
      ['Next:', ''],
    ];
    const { status, stdout } = spawnSync(
      'python3',
      [DRIVER, JSON.stringify(script), process.execPath, CREATE, 'trading'],
      { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', CONVERSE_SECONDS: '400' } },
    );
    expect(ANSWERS.length + FRAME).toBeLessThanOrEqual(17);
    const shown = stripVTControlCharacters(stdout);
    expect(shown).toMatch(/my_coins \(live\) builds and passes conformance: \d+ checks passed/);
    expect(shown).not.toContain('failed');
    expect(status).toBe(0);
    const connector = join(folder, 'trading/custom_modules/exchanges/my_coins/exchange.ts');
    expect(readFileSync(connector, 'utf8')).toContain("'/v1/orders'");
  },
  420_000,
);
