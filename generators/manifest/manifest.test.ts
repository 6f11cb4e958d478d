import { describe, expect, it } from 'vitest';
import type { Contract } from '../contract/contract.js';
import { MANIFEST_PATH } from './manifest.js';
import { readManifest } from './read-manifest.js';
import { readPristine, recordConnector, type RecordInput } from './record.js';

const contract: Contract = {
  className: 'BaseExchange',
  ancestors: [],
  module: 'ats-runtime',
  typeParameters: [],
  imports: [],
  members: [],
};

function input(change: Partial<RecordInput> = {}): RecordInput {
  return {
    generator: { version: '1.2.0', templates: 'abc' },
    description: 'venue: x\n',
    base: { sources: { b: '2', a: '1' } },
    contract,
    files: new Map([
      ['index.ts', 'export {};\n'],
      ['exchange.ts', 'class Exchange {}\n'],
    ]),
    ...change,
  };
}

function manifestOf(change?: Partial<RecordInput>): string {
  return recordConnector(input(change)).get(MANIFEST_PATH) ?? '';
}

describe('the manifest', () => {
  it('is read as it was written', () => {
    const manifest = readManifest(manifestOf({ options: { wallet: true } }), 'm.json', '1.2.0');
    expect(manifest).toMatchObject({ version: 1, generator: '1.2.0', options: { wallet: true }, contract });
    expect(Object.keys(manifest.files)).toEqual(['exchange.ts', 'index.ts']);
  });

  it('is the same bytes for the same connector, whatever the order of the files', () => {
    const files = new Map([...input().files].toReversed());
    expect(manifestOf({ files, base: { sources: { a: '1', b: '2' } } })).toBe(manifestOf());
  });

  it('does not mind other white space and line endings', () => {
    const reformatted = JSON.stringify(JSON.parse(manifestOf())).replaceAll(',', ',\r\n');
    expect(readManifest(reformatted, 'm.json', '1.2.0').generator).toBe('1.2.0');
  });

  it.each([
    ['edited by hand', manifestOf().replace('"abc"', '"abd"'), /m\.json: was edited by hand/],
    ['cut off', manifestOf().slice(0, 100), /m\.json: is not JSON/],
    ['other JSON', '{}', /m\.json: is not a manifest/],
    [
      'of a newer format',
      '{ "version": 2, "generator": "9.0.0" }',
      /newer version \(create-ats-exchange 9\.0\.0\)/,
    ],
    ['of a newer tool', manifestOf({ generator: { version: '1.10.0', templates: 'x' } }), /newer version/],
  ])('is refused when %s', (_, text, message) => {
    expect(() => readManifest(text, 'm.json', '1.2.0')).toThrow(message);
  });
});

describe('the pristine copies', () => {
  const record = recordConnector(input());
  const manifest = readManifest(record.get(MANIFEST_PATH) ?? '', 'm.json', '1.2.0');

  const checkedOut = new Map(
    [...record].map(([path, text]) => [path, text.replaceAll('\n', '\r\n')] as const),
  );

  it('come back with the line endings they were generated with', () => {
    expect(readPristine(manifest, (path) => checkedOut.get(path), 'x').get('exchange.ts')).toBe(
      'class Exchange {}\n',
    );
  });

  it('are refused when one is missing or was edited', () => {
    expect(() => readPristine(manifest, () => undefined, 'x')).toThrow(/x\/\.ats\/pristine\/\S+: is missing/);
    expect(() => readPristine(manifest, () => 'other', 'x')).toThrow(/was edited/);
  });

  it('look like no source to a compiler or a test runner', () => {
    expect([...record.keys()].filter((path) => /\.[cm]?[jt]s$/.test(path))).toEqual([]);
  });
});
