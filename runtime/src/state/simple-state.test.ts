import { mkdtemp, readdir, readFile, rm, writeFile, chmod, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AtsException } from '../exceptions.js';
import { createLogger } from '../logging/logger.js';
import { SimpleState } from './simple-state.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const MOST_TURNS = 100_000;

describe('SimpleState', () => {
  it('sets, gets with a default, pops', () => {
    const state = new SimpleState();
    state.set('id', 7);
    expect([state.get('id', 0), state.get('none', 0), state.get('none'), state.get('id', 'text')]).toEqual([
      7,
      0,
      undefined,
      'text',
    ]);
    expect([state.pop('id'), state.pop('id', 1), state.has('id'), state.keys()]).toEqual([7, 1, false, []]);
  });

  it('keeps copies, so that nobody changes it from outside', () => {
    const state = new SimpleState();
    const list = [1];
    state.set('list', list);
    list.push(2);
    expect(state.get('list')).toEqual([1]);
  });

  it('round-trips through its file, readable by its owner only', async () => {
    const path = join(folder, 'deep', 'state.json');
    const state = await SimpleState.open(path);
    state.set('a', { b: [1, 'ü', null] });
    state.set('__proto__', 'odd');
    await state.flush();
    await state.close();
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
    const again = await SimpleState.open(path);
    expect([again.get('a'), again.get('__proto__'), again.keys().length]).toEqual([
      { b: [1, 'ü', null] },
      'odd',
      2,
    ]);
  });

  it('writes many changes in few writes, the last of them for certain', async () => {
    const path = join(folder, 'state.json');
    const state = await SimpleState.open(path);
    for (let n = 0; n < 1_000; n++) state.set('n', n);
    await state.flush();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ n: 999 });
  });

  it('has in the file what was set before a flush, however much is set meanwhile', async () => {
    const path = join(folder, 'state.json');
    const state = await SimpleState.open(path);
    let isFlushed = false;
    let turns = 0;
    // More often than a file can be written: in every turn of the event loop.
    const keepSetting = (): void => {
      state.set('turn', (turns += 1));
      if (!isFlushed && turns < MOST_TURNS) setImmediate(keepSetting);
    };
    keepSetting();
    state.set('order', 1);
    await state.flush();
    isFlushed = true;
    expect(turns).toBeLessThan(MOST_TURNS);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ order: 1 });
    await state.flush();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ turn: turns, order: 1 });
  });

  it.each(['{"a": 1', '', '[1]', 'null', '\u0000\u0001'])(
    'keeps a damaged file aside, each under its own name: %j',
    async (damaged) => {
      const path = join(folder, 'state.json');
      const lines: string[] = [];
      const logger = createLogger({ write: (line) => lines.push(line) });
      await writeFile(`${path}.corrupt-1`, 'older');
      await writeFile(path, damaged);
      const state = await SimpleState.open(path, { logger });
      state.set('new', 1);
      await state.flush();
      expect(await readFile(`${path}.corrupt-1`, 'utf8')).toBe('older');
      expect(await readFile(`${path}.corrupt-2`, 'utf8')).toBe(damaged);
      expect(lines.join('')).toContain('corrupt-2');
    },
  );

  it('says in words that a folder is no state file, and leaves no lock', async () => {
    const path = join(folder, 'state.json');
    await mkdir(path);
    const opening = SimpleState.open(path);
    await expect(opening).rejects.toMatchObject({ code: 'STATE_FILE_UNUSABLE', path });
    await expect(opening).rejects.toBeInstanceOf(AtsException);
    expect(await readdir(folder)).toEqual(['state.json']);
  });

  it('is not hurt by what a crash left half-written', async () => {
    const path = join(folder, 'state.json');
    await writeFile(path, '{"a":1}');
    await writeFile(`${path}.tmp`, '{"a":');
    const state = await SimpleState.open(path);
    expect(state.get('a')).toBe(1);
    state.set('a', 2);
    await state.flush();
    expect(await readFile(path, 'utf8')).toContain('2');
  });

  it('tells that it cannot be written, and writes once it can', async () => {
    const path = join(folder, 'sub', 'state.json');
    await writeFile(join(folder, 'sub'), 'a file where the folder should be');
    const blocked = new SimpleState();
    expect(blocked.keys()).toEqual([]);
    const lines: string[] = [];
    await rm(join(folder, 'sub'));
    const state = await SimpleState.open(path, {
      logger: createLogger({ write: (line) => lines.push(line) }),
    });
    await rm(join(folder, 'sub'), { recursive: true });
    await writeFile(join(folder, 'sub'), 'a file where the folder should be');
    state.set('a', 1);
    await expect(state.flush()).rejects.toMatchObject({ code: 'STATE_FILE_UNUSABLE', path });
    expect(lines.join('')).toContain('EEXIST');
    await rm(join(folder, 'sub'));
    await mkdir(join(folder, 'sub'));
    await chmod(join(folder, 'sub'), 0o700);
    state.set('a', 2);
    await state.flush();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ a: 2 });
  });
});
