import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../logging/logger.js';
import { processStart } from './process-liveness.js';
import { SimpleState } from './simple-state.js';
import { StateLockedException } from './state-file-exception.js';

let folder = '';
let path = '';
let other: ChildProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-lock-'));
  path = join(folder, 'state.json');
  other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await once(other, 'spawn');
});
afterEach(async () => {
  other.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

describe('the lock of a state file', () => {
  it('is there while the state is open, and gone once it is closed', async () => {
    const state = await SimpleState.open(path);
    expect(await readdir(folder)).toEqual(['state.json.lock']);
    await state.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps a second process away and names the file and the first', async () => {
    await writeFile(path, '{"a":1}');
    await lockOf(other.pid);
    const failure = await SimpleState.open(path).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StateLockedException);
    expect(failure).toMatchObject({ code: 'STATE_LOCKED', path, pid: other.pid });
    expect(String(failure)).toContain(path);
    expect(String(failure)).toContain(String(other.pid));
    expect(await readFile(path, 'utf8')).toBe('{"a":1}');
  });

  it('is taken over from a process that was killed', async () => {
    await lockOf(other.pid);
    other.kill('SIGKILL');
    await once(other, 'close');
    expect((await SimpleState.open(path)).keys()).toEqual([]);
    expect(await readFile(`${path}.lock`, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  it.runIf(process.platform === 'linux')(
    'is taken over where its process id has been given out again',
    async () => {
      await lockOf(other.pid, '1');
      expect((await SimpleState.open(path)).keys()).toEqual([]);
      await lockOf(process.pid, '1');
      expect((await SimpleState.open(path)).keys()).toEqual([]);
    },
  );

  it.each(['', 'nonsense', '12'])('that says nothing (%j) is taken over', async (text) => {
    await writeFile(`${path}.lock`, text);
    expect((await SimpleState.open(path)).keys()).toEqual([]);
  });

  it('lets the same process open the file again, with and without closing it first', async () => {
    const first = await SimpleState.open(path);
    first.set('a', 1);
    await first.flush();
    const second = await SimpleState.open(path);
    expect(second.get('a')).toBe(1);
    second.set('a', 2);
    await second.close();
    expect(await readdir(folder)).toEqual(['state.json']);
    expect((await SimpleState.open(path)).get('a')).toBe(2);
  });

  it('stops the writing of whoever has lost it', async () => {
    const state = await SimpleState.open(path, { logger: createLogger({ write: () => undefined }) });
    state.set('a', 1);
    await state.flush();
    await lockOf(other.pid);
    state.set('a', 2);
    await expect(state.flush()).rejects.toMatchObject({ code: 'STATE_LOCKED', pid: other.pid });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: 1 });
  });
});

async function lockOf(pid: number | undefined, start?: string): Promise<void> {
  const began = start ?? (await processStart(pid ?? 0)) ?? '-';
  await writeFile(`${path}.lock`, `${pid} ${began}\n`);
}
