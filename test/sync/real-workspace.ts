import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CREATE, EXCHANGE, run, temporaryFolder, type Finished } from '../e2e/bin.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const TOOLS = ['typescript', 'vitest', '@types', '@typescript'];

/** A workspace as `create-ats-exchange` writes it, with the tools of this repository in place of an install. */
export class RealWorkspace {
  readonly root: string;

  constructor(presets: readonly string[], runtime: 'linked' | 'copied') {
    this.root = join(temporaryFolder(), 'desk');
    for (const [index, preset] of presets.entries()) {
      const args = ['--preset', preset, '--yes', '--no-install'];
      if (index === 0) run(CREATE, ['desk', ...args], dirname(this.root));
      else run(CREATE, args, this.root);
    }
    mkdirSync(join(this.root, 'node_modules'));
    for (const name of TOOLS) this.#link(name, join(REPOSITORY, 'node_modules', name));
    this.#link('create-ats-exchange', REPOSITORY);
    const source = join(REPOSITORY, 'runtime');
    if (runtime === 'linked') this.#link('ats-runtime', source);
    else
      for (const part of ['package.json', 'dist'])
        cpSync(join(source, part), join(this.root, 'node_modules/ats-runtime', part), { recursive: true });
  }

  /** Waits long enough for a conformance suite on a machine that is busy. */
  exchange(...args: readonly string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, [EXCHANGE, ...args], {
      cwd: this.root,
      encoding: 'utf8',
      input: '',
      env: { ...process.env, NO_COLOR: '1' },
      timeout: 300_000,
    });
    return { code: status, stdout, stderr };
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  edit(path: string, from: string, to: string): void {
    const text = this.read(path);
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    this.write(
      path,
      text.replace(from, () => to),
    );
  }

  remove(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }

  #link(name: string, target: string): void {
    symlinkSync(target, join(this.root, 'node_modules', name));
  }
}
