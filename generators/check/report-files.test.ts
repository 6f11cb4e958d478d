import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { CheckResult, Finding } from '../report/results.js';
import { reportFiles, writeSarif } from './report-files.js';

/** What SARIF 2.1.0 demands of the parts that are written here (section 3.13 and below). */
const text = z.strictObject({ text: z.string().min(1) });
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              shortDescription: text.optional(),
              fullDescription: text.optional(),
              help: text.optional(),
            }),
          ),
        }),
      }),
      originalUriBaseIds: z.record(z.string(), z.strictObject({ description: text })),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(['none', 'note', 'warning', 'error']),
          message: text,
          locations: z.tuple([
            z.strictObject({
              physicalLocation: z.strictObject({
                artifactLocation: z.strictObject({
                  uri: z.string().regex(/^[^\s\\]+$/),
                  uriBaseId: z.literal('WORKSPACE'),
                }),
                region: z.strictObject({ startLine: z.int().min(1) }).optional(),
              }),
            }),
          ]),
        }),
      ),
    }),
  ]),
});

const FILE = 'custom_modules/exchanges/one/exchange.ts';
const FINDING: Finding = { id: 'S03', venue: 'one', file: FILE, line: 7, message: 'wrong', hint: 'mend it' };

it('a SARIF log has each finding at its line, drift as a warning, and the rules that are needed', async () => {
  const { runs } = await sarifLog({
    findings: [
      FINDING,
      { ...FINDING, id: 'O21', line: 9 },
      { id: 'S03', venue: '', file: '', message: 'm', hint: '' },
    ],
    drift: [`${FILE}`],
  });
  const [{ tool, results }] = runs;
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(['O21', 'S03', 'S06']);
  expect(tool.driver.rules[0]?.shortDescription?.text).toContain('found by its client id');
  expect(results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level])).toEqual([
    ['S03', 1, 'error'],
    ['O21', 0, 'error'],
    ['S03', 1, 'error'],
    ['S06', 2, 'warning'],
  ]);
  expect(results[0]).toMatchObject({
    message: { text: 'wrong\nmend it' },
    locations: [{ physicalLocation: { artifactLocation: { uri: FILE }, region: { startLine: 7 } } }],
  });
});

it('a SARIF log of a clean check is valid too', async () => {
  expect((await sarifLog({})).runs[0].results).toEqual([]);
});

it("a SARIF log shows no value of the workspace's .env", async () => {
  const message = 'Type \'"hunter2-hunter2"\' is not assignable';
  const { runs } = await sarifLog({ findings: [{ ...FINDING, message }] }, 'API_SECRET=hunter2-hunter2\n');
  expect(JSON.stringify(runs)).not.toContain('hunter2');
  expect(runs[0].results[0]?.message.text).toContain('[API_SECRET]');
});

it('reports are asked for by kind and file', () => {
  expect(reportFiles(['junit=a.xml', 'sarif=/tmp/b=c.sarif'], '/w')).toEqual({
    junit: '/w/a.xml',
    sarif: '/tmp/b=c.sarif',
  });
});

it.each([['html=a.html'], ['junit'], ['junit='], ['junit=a', 'junit=b']])('%s is refused', (...given) => {
  expect(() => reportFiles(given, '/w')).toThrow(/--report .*(like junit=FILE|already)/);
});

async function sarifLog(found: Partial<Pick<CheckResult, 'findings' | 'drift'>>, env = '') {
  const root = mkdtempSync(join(tmpdir(), 'ats-report-'));
  writeFileSync(join(root, '.env'), env);
  const file = join(root, 'reports/check.sarif');
  const clean = { findings: [], drift: [], venues: [], cached: [], certificates: {} } as const;
  await writeSarif(file, { command: 'check', exitCode: 0, root, ...clean, ...found });
  return sarif.parse(JSON.parse(readFileSync(file, 'utf8')));
}
