import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ResultCache, type CleanResult } from './result-cache.js';

const CACHE = 'node_modules/.cache/ats-exchange/check.json';
const CLEAN = { conformance: { passed: 9, skipped: 1 } };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ats-cache-'));
  write('custom_modules/exchanges/one/exchange.ts', "const secret = 'hunter2';\n");
  write('custom_modules/exchanges/two/exchange.ts', '// two\n');
  write('node_modules/ats-runtime/package.json', '{ "version": "1.0.0" }');
  write('tsconfig.json', '{}');
  new ResultCache(root, ['one', 'two']).store(
    new Map<string, CleanResult>([
      ['one', CLEAN],
      ['two', {}],
    ]),
  );
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function known(): unknown[] {
  const cache = new ResultCache(root, ['one', 'two']);
  return ['one', 'two'].filter((venue) => cache.get(venue) !== undefined);
}

describe('the cache of clean results', () => {
  it('knows what has not changed, in counts and hashes alone', () => {
    expect(new ResultCache(root, ['one']).get('one')).toMatchObject(CLEAN);
    expect(readFileSync(join(root, CACHE), 'utf8')).not.toMatch(/hunter2|secret/);
  });

  it.each([
    ['its own file', 'custom_modules/exchanges/one/exchange.ts', ['two']],
    ['a new file of its own', 'custom_modules/exchanges/one/samples/x.json', ['two']],
    ['its neighbour', 'custom_modules/exchanges/two/exchange.ts', ['one']],
    ['a shared source file', 'custom_modules/house/base.ts', []],
    ['the compiler’s options', 'tsconfig.json', []],
    ['the runtime', 'node_modules/ats-runtime/package.json', []],
    ['a configuration', 'config/one.yaml', ['one', 'two']],
    ['a damaged cache', CACHE, []],
  ])('after a change of %s', (_, path, expected) => {
    write(path, '{ "changed": 1');
    expect(known()).toEqual(expected);
  });

  it('never keeps a connector that imports from another', () => {
    write('custom_modules/exchanges/one/exchange.ts', "import { x } from '../two/exchange.js';\n");
    const cache = new ResultCache(root, ['one']);
    cache.store(new Map([['one', CLEAN]]));
    expect(new ResultCache(root, ['one']).get('one')).toBeUndefined();
  });
});
