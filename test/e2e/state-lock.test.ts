import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const RUNTIME = new URL('../../runtime/dist/index.js', import.meta.url).href;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Says what became of opening the state, writes its name into it, and ends when its input does. */
const TRADER = `
  import { SimpleState } from ${JSON.stringify(RUNTIME)};
  try {
    const state = await SimpleState.open(process.argv[2]);
    state.set(process.argv[3], true);
    await state.flush();
    process.stdout.write('has it');
    process.stdin.resume();
  } catch (error) {
    process.stdout.write(error.code + ' ' + error.pid);
  }
`;

it('a state file has one process at a time, and the next one when that has ended or was killed', async () => {
  const first = await trader('first');
  expect(first.said).toBe('has it');
  writeFileSync(join(folder, 'state.json.1073741824-1.tmp'), '{"half":');

  const second = await trader('second');
  expect(second.said).toBe(`STATE_LOCKED ${first.child.pid}`);
  expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toEqual({ first: true });

  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const third = await trader('third');
  expect(third.said).toBe('has it');
  third.child.stdin?.end();
  await once(third.child, 'close');
  expect(readdirSync(folder).sort()).toEqual(['state.json', 'trader.mjs']);
  expect(JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'))).toEqual({ first: true, third: true });
}, 60_000);

async function trader(name: string): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const script = join(folder, 'trader.mjs');
  writeFileSync(script, TRADER);
  const child = spawn(process.execPath, [script, join(folder, 'state.json'), name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said) };
}
