import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXCHANGE, run, temporaryFolder } from './bin.js';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(
    join(folder, 'candles.json'),
    '{"data":[[1700000040,"12","14","15","11","2"],[1699999980,"10","12","13","9","3"]]}',
  );
  writeFileSync(join(folder, 'empty.json'), '');
  writeFileSync(join(folder, 'text.json'), 'hello');
  writeFileSync(join(folder, 'large.json'), `["${'x'.repeat(10 * 1024 * 1024)}"]`);
  writeFileSync(join(folder, 'secret.json'), '{"api_secret":"f3a9c1e07bd24d5588aa01"}');
});

describe('ats-exchange infer', () => {
  it('prints the mapping as YAML, how sure it is and why, and what it would parse', () => {
    const { code, stdout, stderr } = run(EXCHANGE, ['infer', 'candles', 'candles.json'], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(parse(stdout.split('\n\n')[0] ?? '')).toEqual({
      response: {
        items: 'data',
        order: 'descending',
        fields: {
          timestamp: { path: '[0]', unit: 's' },
          open: '[1]',
          high: '[3]',
          low: '[4]',
          close: '[2]',
          volume: '[5]',
        },
      },
    });
    expect(stdout).toContain('each candle opens where the one before closed');
    expect(stdout).toMatch(/timestamp +2023-11-14T22:14:00.000Z\n +open +12\n/);
    expect(stdout).toContain('! volume: no second column');
  });

  it('reads standard input, and prints one JSON object with --json', () => {
    const { status, stdout } = spawnSync(process.execPath, [EXCHANGE, 'infer', 'server_time', '--json'], {
      encoding: 'utf8',
      input: '{"serverTime":1700000000123}',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'infer',
      exitCode: 0,
      rows: { fields: { time: 'serverTime' } },
      fields: [{ field: 'time', confidence: 1 }],
    });
  });

  it.each([
    [['candels', 'candles.json'], 'did you mean candles'],
    [['candles', 'none.json'], 'none.json cannot be read (ENOENT)'],
    [['candles', 'empty.json'], 'empty.json is empty'],
    [['candles', 'text.json'], 'text.json is not JSON'],
    [['candles', 'large.json'], 'large.json is larger than 1 MB'],
    [['balances', 'secret.json'], 'key or secret at api_secret; it was not kept'],
    [['candles'], 'the sample is empty'],
  ])('%j is one line and exit code 2', (args, message) => {
    const { code, stdout, stderr } = run(EXCHANGE, ['infer', ...args], folder);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('f3a9');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('ats-exchange probe', () => {
  it('calls no other machine without --live', () => {
    const { code, stderr } = run(EXCHANGE, ['probe', 'okx_spot'], folder);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('add --live') });
  });
});
