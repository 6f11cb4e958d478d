import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const MODULES = 'node_modules';
const FILE = `${MODULES}/.cache/ats-exchange/parsed.json`;

/** Older ones are forgotten. */
const MOST = 2000;

/**
 * Hashes of texts that have been parsed without a fault, so that no run parses them again. A text is its hash, so
 * nothing in here can grow stale; a cache that cannot be read or written costs time, nothing else.
 */
export class SoundTexts {
  readonly #root: string;
  readonly #file: string;
  readonly #known: Set<string>;
  #isNew = false;

  constructor(root: string) {
    this.#root = root;
    this.#file = join(root, FILE);
    this.#known = new Set(readHashes(this.#file));
  }

  has(hash: string): boolean {
    return this.#known.has(hash);
  }

  add(hash: string): void {
    this.#known.add(hash);
    this.#isNew = true;
  }

  store(): void {
    // A workspace that is not installed gets no folder for our sake.
    if (!this.#isNew || !existsSync(join(this.#root, MODULES))) return;
    const temporary = `${this.#file}.${process.pid}`;
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(temporary, `${JSON.stringify([...this.#known].slice(-MOST))}\n`);
      renameSync(temporary, this.#file);
    } catch {
      return;
    }
  }
}

function readHashes(file: string): string[] {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(json) ? json.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
