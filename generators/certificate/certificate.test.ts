import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { certificateState, certifyClean } from './certify.js';
import { evidenceOf } from './evidence.js';

const CONNECTOR = 'custom_modules/exchanges/one';
const CERTIFICATE = `${CONNECTOR}/.ats/certificate.json`;
const CHECKS = { passed: ['S01', 'O21'], skipped: { B05: 'the venue names and spells assets as ATS does' } };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ats-certificate-'));
  write(`${CONNECTOR}/exchange.ts`, 'export class Exchange {}\n');
  write(`${CONNECTOR}/samples/time.json`, '{}');
  write(`${CONNECTOR}/.ats/manifest.json`, '{}');
  write('node_modules/ats-runtime/package.json', '{ "version": "1.0.0" }');
  write('node_modules/create-ats-exchange/package.json', '{ "version": "2.0.0" }');
});

it('tells what was proven, of what, when and with which seed', () => {
  expect(certificateState(root, 'one')).toEqual({ state: 'none' });
  certify();
  expect(JSON.parse(readFileSync(join(root, CERTIFICATE), 'utf8'))).toEqual({
    version: 1,
    venue: 'one',
    date: '2026-01-02T00:00:00.000Z',
    seed: 1,
    packages: { 'ats-runtime': '1.0.0', 'create-ats-exchange': '2.0.0' },
    files: {
      'exchange.ts': expect.stringMatching(/^[0-9a-f]{64}$/),
      'samples/time.json': expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    ...CHECKS,
  });
  expect(certificateState(root, 'one')).toEqual({
    state: 'certified',
    date: '2026-01-02T00:00:00.000Z',
    passed: 2,
    skipped: 1,
  });
});

it.each([
  ['exchange.ts changed', () => appendFileSync(join(root, CONNECTOR, 'exchange.ts'), ' ')],
  ['wallet.ts was added', () => write(`${CONNECTOR}/wallet.ts`, '')],
  ['samples/time.json was removed', () => rmSync(join(root, CONNECTOR, 'samples/time.json'))],
  [
    'ats-runtime is 1.0.1, was 1.0.0',
    () => write('node_modules/ats-runtime/package.json', '{ "version": "1.0.1" }'),
  ],
])('is stale where %s', (change, make) => {
  certify();
  make();
  expect(certificateState(root, 'one')).toMatchObject({ state: 'stale', changes: [change] });
});

it('is not stale by line endings, nor by what the tool keeps for itself', () => {
  certify();
  write(`${CONNECTOR}/exchange.ts`, 'export class Exchange {}\r\n');
  write(`${CONNECTOR}/.ats/manifest.json`, '{ "version": 1 }');
  expect(certificateState(root, 'one')).toMatchObject({ state: 'certified' });
});

it('keeps its date while nothing else is new', () => {
  certify();
  certify({ now: '2026-03-04' });
  expect(certificateState(root, 'one')).toMatchObject({ date: '2026-01-02T00:00:00.000Z' });
  certify({ now: '2026-03-04', checks: { ...CHECKS, passed: ['S01'] } });
  expect(certificateState(root, 'one')).toMatchObject({ date: '2026-03-04T00:00:00.000Z' });
});

it('is not given for a suite that ran no check, nor read where it is damaged', () => {
  certify({ checks: { passed: [], skipped: {} } });
  expect(certificateState(root, 'one')).toEqual({ state: 'none' });
  certify();
  write(CERTIFICATE, '{ "version": 1 }');
  expect(certificateState(root, 'one')).toEqual({ state: 'none' });
});

it.skipIf(process.getuid?.() === 0)('says so where the folder cannot be written', () => {
  chmodSync(join(root, CONNECTOR, '.ats'), 0o500);
  expect(certify()).toMatchObject({
    one: { state: 'unwritable', reason: expect.stringContaining('EACCES') },
  });
});

function certify({ now = '2026-01-02', checks = CHECKS }: { now?: string; checks?: Checks } = {}) {
  return certifyClean({
    root,
    clean: new Map([['one', evidenceOf(root, 'one')]]),
    conformance: { passed: 2, failed: 0, skipped: 1, failures: [], connectors: {}, checks: { one: checks } },
    now: () => new Date(now),
  });
}

interface Checks {
  readonly passed: string[];
  readonly skipped: Record<string, string>;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
