import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SimpleState } from '../../runtime/src/index.js';

const RUNTIME = new URL('../../runtime/dist/index.js', import.meta.url).href;
const LASTS_MS = 3_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Every value is as long as the others of its number, and says it: a mixture of two would show. */
const WRITER = `
  import { SimpleState } from ${JSON.stringify(RUNTIME)};
  const state = await SimpleState.open(process.argv[2]);
  for (let n = state.get('number', 0) + 1; ; n += 1) {
    state.set('number', n);
    state.set('text', String(n % 10).repeat(20_000 + (n % 7) * 10_000));
    await state.flush();
    process.stdout.write(n + '\\n');
  }
`;

it('a state file is the old or the new one whenever its process is killed', async () => {
  const file = join(folder, 'state.json');
  const writer = join(folder, 'writer.mjs');
  writeFileSync(writer, WRITER);
  const end = performance.now() + LASTS_MS;
  let kills = 0;
  let known = 0;
  for (; performance.now() < end || kills < 3; kills += 1) {
    const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = known;
    child.stdout.on('data', (chunk: Buffer) => {
      told = Number(String(chunk).trim().split('\n').at(-1));
    });
    await once(child.stdout, 'data');
    // Somewhere in the middle of the writes that follow.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    child.kill('SIGKILL');
    await once(child, 'close');
    const { number, text } = JSON.parse(readFileSync(file, 'utf8'));
    // What was flushed and told is there for certain; one more may be.
    expect(number - told === 0 || number - told === 1).toBe(true);
    expect(text).toBe(String(number % 10).repeat(20_000 + (number % 7) * 10_000));
    known = number;
  }
  expect(kills).toBeGreaterThan(2);
  expect(readdirSync(folder).filter((name) => name.includes('corrupt'))).toEqual([]);
  expect((await SimpleState.open(file)).get('number', 0)).toBe(known);
  expect(existsSync(file)).toBe(true);
}, 60_000);
