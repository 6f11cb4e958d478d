import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkStructure } from './structure.js';
import { readDiagnostics } from './types.js';
import { readVitestReport } from './vitest-report.js';

const GOOD = {
  'exchange.ts': 'export class Exchange extends BaseExchange {}\n',
  'index.ts': `export { Exchange } from './exchange.js';\n`,
};

describe('structure', () => {
  it('finds nothing in a good connector', () => {
    expect(checkStructure(workspace('my_venue', GOOD), 'my_venue')).toEqual([]);
  });

  it.each([
    ['S01', 'MyVenue', GOOD],
    ['S02', 'my_venue', { ...GOOD, 'exchange.ts': 'export class Other {}\n' }],
    ['S02', 'my_venue', { ...GOOD, 'exchange.ts': '// export class Exchange\n' }],
    ['S02', 'my_venue', { ...GOOD, 'index.ts': '' }],
    ['S02', 'my_venue', { 'exchange.ts': GOOD['exchange.ts'] }],
  ])('%s %s', (id, venue, files) => {
    expect(checkStructure(workspace(venue, files), venue)).toMatchObject([{ id, venue }]);
  });

  it('finds stubs and console by line, and neither in comments and texts', () => {
    const text = [
      'export class Exchange {',
      '  /* console.log(1)',
      '   throw new NotImplementedException() */',
      `  url = 'https://x.com'; // console.log(1)`,
      '  a() { console.log(1); }',
      `  b() { throw new NotImplementedException('b'); }`,
      '}',
    ];
    const root = workspace('my_venue', { ...GOOD, 'exchange.ts': text.join('\n') });
    expect(checkStructure(root, 'my_venue').map(({ id, line }) => `${id}:${line}`)).toEqual([
      'S04:6',
      'S07:5',
    ]);
  });
});

describe('the compiler’s output', () => {
  it('becomes findings with file and line', () => {
    const output = [
      `custom_modules/exchanges/my_venue/exchange.ts(12,5): error TS2322: Type 'string' is not assignable.`,
      `  The expected type comes from here.`,
      `error TS5083: Cannot read file.`,
    ].join('\n');
    expect(readDiagnostics(output)).toMatchObject([
      { id: 'S03', venue: 'my_venue', line: 12, message: `Type 'string' is not assignable. (TS2322)` },
      { id: 'S03', venue: '', file: 'tsconfig.json' },
    ]);
  });

  it('is a finding too when the compiler did not run', () => {
    expect(readDiagnostics('Killed')).toMatchObject([{ message: 'the type check did not run: Killed' }]);
  });
});

describe('vitest’s report', () => {
  it('is counted, and failures keep their words without the stack', () => {
    const report = {
      testResults: [
        {
          name: '/w/custom_modules/exchanges/a/exchange.test.ts',
          status: 'failed',
          assertionResults: [
            { title: 'O01 one', status: 'passed', failureMessages: [] },
            { title: 'O02 two', status: 'pending', failureMessages: [], meta: { skipReason: 'no orders' } },
            {
              title: 'O03 three',
              status: 'failed',
              failureMessages: ['Error: expected\nfound\n    at x (y.ts:1)'],
            },
          ],
        },
        { name: '/w/b.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
      ],
    };
    expect(readVitestReport(JSON.stringify(report), '/w')).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      connectors: { a: { passed: 1, failed: 1, skipped: 1 } },
      checks: { a: { passed: ['O01'], skipped: { O02: 'no orders' } } },
      failures: [
        {
          check: 'O03 three',
          message: 'Error: expected\nfound',
          file: 'custom_modules/exchanges/a/exchange.test.ts',
        },
        { check: 'b.test.ts', message: 'does not load', file: 'b.test.ts' },
      ],
    });
  });

  it('of an unknown shape counts as nothing', () => {
    expect(readVitestReport('{}', '/w')).toEqual({
      passed: 0,
      failed: 0,
      skipped: 0,
      failures: [],
      connectors: {},
      checks: {},
    });
  });
});

function workspace(venue: string, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'ats-check-'));
  const folder = join(root, 'custom_modules/exchanges', venue);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return root;
}
