import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InterruptedError, UserError } from '../cli/errors.js';
import { commitTree } from './commit.js';
import { diskOps, type FileOps } from './file-ops.js';
import { recover } from './recover.js';
import { Tree } from './tree.js';
import { undoLast } from './undo.js';

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-tree-'));
  root = join(folder, 'workspace');
});

describe('a new workspace', () => {
  it('is written whole', async () => {
    const result = await commitTree(newTree());
    expect(result.changes).toEqual([
      { path: 'a.txt', kind: 'add' },
      { path: 'deep/er/b.txt', kind: 'add' },
    ]);
    expect(snapshot(folder)).toEqual({ 'workspace/a.txt': 'A', 'workspace/deep/er/b.txt': 'B' });
  });

  it('can lie in folders that do not exist yet', async () => {
    const tree = new Tree(join(folder, 'x', 'y'));
    tree.write('a.txt', 'A');
    await commitTree(tree);
    expect(snapshot(folder)).toEqual({ 'x/y/a.txt': 'A' });
  });

  it('is there as a whole or not at all, whichever step fails, and nothing is left over', async () => {
    const steps = await countSteps(() => newTree());
    expect(steps).toBeGreaterThan(5);
    for (let step = 0; step < steps; step++) {
      await expect(commitTree(newTree(), { ops: failingAt(step, 'ENOSPC') })).rejects.toThrow(
        /nothing was written: the disk is full/,
      );
      expect(snapshot(folder), `step ${step}`).toEqual({});
      expect(readdirSync(folder), `step ${step}`).toEqual([]);
    }
  });

  it('is there as a whole or not at all, whenever the process is killed', async () => {
    const steps = await countSteps(() => newTree());
    for (let step = 0; step < steps; step++) {
      await commitTree(newTree(), { ops: dyingAt(step) }).catch(() => undefined);
      expect(existsSync(root), `step ${step}`).toBe(false);
    }
  });
});

describe('an existing workspace', () => {
  const before = { 'keep.txt': 'keep', 'change.txt': 'old', 'sub/gone.txt': 'gone' };
  const after = { 'keep.txt': 'keep', 'change.txt': 'new', 'added/one.txt': 'one' };

  beforeEach(() => fill(before));

  it('gets additions, replacements and deletions, and keeps the rest', async () => {
    await commitTree(changedTree());
    expect(snapshot(root)).toEqual(after);
    expect(readdirSync(root)).not.toContain('.ats');
  });

  it.each([false, true])('is as before when any step fails (journal: %s)', async (journal) => {
    const steps = await countSteps(() => changedTree(), journal);
    expect(steps).toBeGreaterThan(10);
    for (let step = 0; step < steps; step++) {
      await expect(commitTree(changedTree(), { journal, ops: failingAt(step, 'ENOSPC') })).rejects.toThrow(
        UserError,
      );
      expect(snapshot(root), `step ${step}`).toEqual(before);
      expect(readdirSync(root), `step ${step}`).not.toContain('added');
    }
  });

  it.each([false, true])(
    'is as before or as after when killed at any step, after the next run (journal: %s)',
    async (journal) => {
      const steps = await countSteps(() => changedTree(), journal);
      for (let step = 0; step < steps; step++) {
        await commitTree(changedTree(), { journal, ops: dyingAt(step) }).catch(() => undefined);
        makeOrphan();
        await recover(root);
        expect(snapshot(root), `step ${step}`).toEqual(before);
        await diskOps.removeAll(join(root, '.ats'));
      }
    },
  );

  it('recovers from a recovery that was killed too', async () => {
    const steps = await countSteps(() => changedTree());
    for (let step = 0; step < 12; step++) {
      await commitTree(changedTree(), { ops: dyingAt(steps - 2) }).catch(() => undefined);
      makeOrphan();
      await recover(root, dyingAt(step)).catch(() => undefined);
      await recover(root);
      expect(snapshot(root), `step ${step}`).toEqual(before);
    }
  });

  it('asks for another run when the one before was cut short', async () => {
    await commitTree(changedTree(), { ops: dyingAt((await countSteps(() => changedTree())) - 2) }).catch(
      () => undefined,
    );
    makeOrphan();
    await expect(commitTree(changedTree())).rejects.toThrow(/cut short and has just been rolled back/);
    await commitTree(changedTree());
    expect(snapshot(root)).toEqual(after);
  });

  it('keeps an edit made after the kill', async () => {
    await commitTree(changedTree(), { ops: dyingAt((await countSteps(() => changedTree())) - 2) }).catch(
      () => undefined,
    );
    makeOrphan();
    writeFileSync(join(root, 'change.txt'), 'mine');
    await recover(root);
    expect(snapshot(root)).toEqual({ ...before, 'change.txt': 'mine' });
  });

  it('is not touched while another run writes', async () => {
    await commitTree(changedTree(), { ops: dyingAt((await countSteps(() => changedTree())) - 2) }).catch(
      () => undefined,
    );
    const file = join(root, '.ats/transaction/journal.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"pid": \d+/, `"pid": ${process.ppid}`));
    await expect(commitTree(changedTree())).rejects.toThrow(/another run \(process \d+\) is writing/);
  });

  it('lets one of two runs at once win', async () => {
    const results = await Promise.allSettled([commitTree(changedTree()), commitTree(changedTree())]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(snapshot(root)).toEqual(after);
  });

  it('is not written when a file changed since it was read', async () => {
    const tree = changedTree();
    tree.changes();
    writeFileSync(join(root, 'change.txt'), 'mine');
    await expect(commitTree(tree)).rejects.toThrow(/change.txt was changed by someone else/);
    expect(snapshot(root)).toEqual({ ...before, 'change.txt': 'mine' });
  });

  it('ends as before when interrupted in the middle', async () => {
    const controller = new AbortController();
    let renames = 0;
    const ops: FileOps = {
      ...diskOps,
      rename: async (from, to) => {
        renames += 1;
        if (renames === 3) controller.abort();
        await diskOps.rename(from, to);
      },
    };
    await expect(commitTree(changedTree(), { ops, signal: controller.signal })).rejects.toThrow(
      InterruptedError,
    );
    expect(snapshot(root)).toEqual(before);
  });

  it('keeps the permission bits of a replaced file', async () => {
    chmodSync(join(root, 'change.txt'), 0o750);
    await commitTree(changedTree());
    expect(statSync(join(root, 'change.txt')).mode & 0o777).toBe(0o750);
  });

  it('writes through a link that stays inside, and refuses one that leaves', async () => {
    symlinkSync('sub', join(root, 'inner'));
    mkdirSync(join(folder, 'outside'));
    symlinkSync(join(folder, 'outside'), join(root, 'outer'));
    symlinkSync(join(folder, 'nowhere'), join(root, 'dangling'));
    const tree = new Tree(root);
    tree.write('inner/new.txt', 'x');
    expect(() => tree.write('outer/new.txt', 'x')).toThrow(/outer is a link that leaves/);
    expect(() => tree.write('dangling', 'x')).toThrow(/leads nowhere/);
    expect(() => tree.read('outer/any')).toThrow(UserError);
    await commitTree(tree);
    expect(readFileSync(join(root, 'sub/new.txt'), 'utf8')).toBe('x');
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
  });

  it('refuses a link that appears between planning and writing', async () => {
    mkdirSync(join(folder, 'outside'));
    const tree = new Tree(root);
    tree.write('late/new.txt', 'x');
    symlinkSync(join(folder, 'outside'), join(root, 'late'));
    await expect(commitTree(tree)).rejects.toThrow(/late is a link that leaves/);
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
  });

  it('refuses a journal folder that is a link out of the workspace', async () => {
    mkdirSync(join(folder, 'outside'));
    symlinkSync(join(folder, 'outside'), join(root, '.ats'));
    await expect(commitTree(changedTree())).rejects.toThrow(/\.ats is a link that leaves/);
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
  });

  describe('undo', () => {
    it('brings back every byte of the last journalled run', async () => {
      writeFileSync(join(root, 'change.txt'), Buffer.from([0xff, 0x00, 0x0d, 0x0a]));
      const bytes = readFileSync(join(root, 'change.txt'));
      const first = new Tree(root);
      first.write('keep.txt', 'first run');
      await commitTree(first, { journal: true });
      const { undoable } = await commitTree(changedTree(), { journal: true });
      expect(undoable).toBe(true);
      const { files } = await undoLast(root);
      expect(files).toEqual(['added/one.txt', 'change.txt', 'keep.txt', 'sub/gone.txt']);
      expect(readFileSync(join(root, 'change.txt'))).toEqual(bytes);
      expect(existsSync(join(root, 'added'))).toBe(false);
      expect(readdirSync(root)).not.toContain('.ats');
      await expect(undoLast(root)).rejects.toThrow(/no run to undo/);
    });

    it('refuses, as a conflict, when a file was edited since', async () => {
      await commitTree(changedTree(), { journal: true });
      writeFileSync(join(root, 'change.txt'), 'mine');
      await expect(undoLast(root)).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringContaining('change.txt'),
      });
      expect(snapshot(root)).toEqual({ ...after, 'change.txt': 'mine' });
    });

    it('keeps the journal of the run before when a journalled run fails', async () => {
      const second = (): Tree => {
        const tree = new Tree(root);
        tree.write('keep.txt', 'second');
        return tree;
      };
      const steps = await countSteps(second, true);
      await commitTree(changedTree(), { journal: true });
      for (let step = 0; step < steps; step++) {
        await expect(commitTree(second(), { journal: true, ops: failingAt(step, 'EIO') })).rejects.toThrow(
          'EIO',
        );
      }
      await undoLast(root);
      expect(snapshot(root)).toEqual(before);
    });
  });
});

function changedTree(): Tree {
  const tree = new Tree(root);
  tree.write('change.txt', 'new');
  tree.write('added/one.txt', 'one');
  tree.write('keep.txt', 'keep');
  tree.remove('sub/gone.txt');
  return tree;
}

function newTree(): Tree {
  const tree = new Tree(root);
  tree.write('a.txt', 'A');
  tree.write('deep/er/b.txt', 'B');
  return tree;
}

function fill(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** The files below, but for the workspace's own `.ats`. */
function snapshot(at: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(at, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(at.length + 1);
    if (entry.isFile() && !name.startsWith('.ats')) files[name] = readFileSync(path, 'utf8');
  }
  return files;
}

type Step = 'write' | 'makeFolder' | 'rename' | 'remove' | 'syncFolder';
const STEPS: readonly Step[] = ['write', 'makeFolder', 'rename', 'remove', 'syncFolder'];

/** How many steps a commit takes up to and including the one that makes it final; leaves the disk as it was. */
async function countSteps(tree: () => Tree, journal = false): Promise<number> {
  let count = 0;
  let final = 0;
  const ops = wrap(diskOps, async (step, args, run) => {
    count += 1;
    await run();
    const isFinal = journal ? String(args[1]).endsWith('/.ats/journal') : true;
    if (step === 'rename' && isFinal) final = count;
  });
  const existed = existsSync(root);
  const files = existed ? snapshot(root) : {};
  await commitTree(tree(), { journal, ops });
  if (existed) {
    for (const path of Object.keys(snapshot(root)))
      if (!(path in files)) await diskOps.remove(join(root, path));
    for (const entry of readdirSync(root))
      if (!Object.keys(files).some((path) => path.startsWith(entry)))
        await diskOps.removeAll(join(root, entry));
    fill(files);
  } else {
    await diskOps.removeAll(root);
  }
  return final;
}

/** One step fails, as on a full disk; a write leaves half its bytes. */
function failingAt(step: number, code: string): FileOps {
  let count = 0;
  return wrap(diskOps, async (name, args, run) => {
    if (count++ !== step) return run();
    if (name === 'write') writeFileSync(String(args[0]), 'ha');
    throw Object.assign(new Error(code), { code });
  });
}

/** From one step on nothing happens any more, not even cleaning up: what a kill leaves. */
function dyingAt(step: number): FileOps {
  let count = 0;
  let dead = false;
  const ops = wrap(diskOps, async (name, args, run) => {
    if (dead) return refuse();
    if (count++ !== step) return run();
    dead = true;
    if (name === 'write') writeFileSync(String(args[0]), 'ha');
    return refuse();
  });
  return {
    ...ops,
    removeAll: (path) => (dead ? refuse() : diskOps.removeAll(path)),
    removeEmpty: (path) => (dead ? refuse() : diskOps.removeEmpty(path)),
  };
}

async function refuse(): Promise<never> {
  throw new Error('dead');
}

/** A journal that names a process which does not exist. */
function makeOrphan(): void {
  const file = join(root, '.ats/transaction/journal.json');
  if (existsSync(file))
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"pid": \d+/, '"pid": 999999999'));
}

function wrap(
  ops: FileOps,
  around: (step: Step, args: unknown[], run: () => Promise<void>) => Promise<void>,
): FileOps {
  const wrapped = { ...ops };
  for (const step of STEPS) {
    const original: (...args: never[]) => Promise<void> = ops[step];
    Object.assign(wrapped, {
      [step]: (...args: never[]) => around(step, args, () => original(...args)),
    });
  }
  return wrapped;
}
