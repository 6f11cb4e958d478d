import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { CREATE, EXCHANGE, run, temporaryFolder } from './bin.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const CONNECTOR = 'custom_modules/exchanges/binance_spot';

/** A workspace with the tools of this repository in place of an install, and a suite of a few checks. */
let root: string;
beforeAll(() => {
  const folder = temporaryFolder();
  run(CREATE, ['w', '--preset', 'binance_spot', '--yes', '--no-install'], folder);
  root = join(folder, 'w');
  mkdirSync(join(root, 'node_modules'));
  for (const name of ['typescript', 'vitest', '@types', '@typescript', 'ats-runtime'])
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(root, 'node_modules', name));
  symlinkSync(REPOSITORY, join(root, 'node_modules', 'create-ats-exchange'));
  const suite = join(root, CONNECTOR, 'exchange.test.ts');
  const text = readFileSync(suite, 'utf8');
  const short = text.replace(
    'describeConformance({',
    "describeConformance({ only: ['S01', 'C01', 'B05', 'X04'],",
  );
  if (short === text) throw new Error('exchange.test.ts no longer begins so');
  writeFileSync(suite, short);
});

it('a clean check certifies the connector and writes its reports; a changed byte makes the certificate stale', () => {
  expect(run(EXCHANGE, ['status'], root).stdout).toContain('not certified');
  const { code, stdout } = run(
    EXCHANGE,
    ['check', '--report', 'junit=reports/junit.xml', '--report', 'sarif=reports/check.sarif'],
    root,
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/binance_spot: certified \d{4}-\d\d-\d\d: 2 checks passed, 2 do not apply/);
  expect(JSON.parse(readFileSync(join(root, CONNECTOR, '.ats/certificate.json'), 'utf8'))).toMatchObject({
    venue: 'binance_spot',
    passed: ['S01', 'C01'],
    skipped: { X04: 'signed requests carry no nonce' },
  });
  const junit = readFileSync(join(root, 'reports/junit.xml'), 'utf8');
  expect(junit).toMatch(/^<\?xml version="1\.0"[^>]*\?>\s*<testsuites /);
  expect(junit).toMatch(/<testcase [^>]*name="conformance[^"]*C01 /);
  expect(JSON.parse(readFileSync(join(root, 'reports/check.sarif'), 'utf8'))).toMatchObject({
    version: '2.1.0',
    runs: [{ results: [] }],
  });
  // What is remembered is not checked again, and neither sync nor check takes the certificate for drift.
  expect(JSON.parse(run(EXCHANGE, ['check', '--json'], root).stdout)).toMatchObject({
    exitCode: 0,
    drift: [],
    cached: ['binance_spot'],
    certificates: { binance_spot: { state: 'certified' } },
  });
  appendFileSync(join(root, CONNECTOR, 'exchange.ts'), '// later\n');
  expect(run(EXCHANGE, ['status'], root).stdout).toContain('certificate is stale: exchange.ts changed since');
});

it('refuses a report that nobody writes, exit code 2', () => {
  const { code, stderr } = run(EXCHANGE, ['check', '--report', 'html=x.html'], root);
  expect(stderr).toContain('give it like junit=FILE or sarif=FILE');
  expect(code).toBe(2);
});
