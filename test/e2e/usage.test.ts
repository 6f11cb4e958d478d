import { beforeAll, describe, expect, it } from 'vitest';
import { CREATE, EXCHANGE, run, temporaryFolder } from './bin.js';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder();
});

describe('--help and --version', () => {
  it.each([
    [CREATE, ['--help'], /--preset/],
    [EXCHANGE, ['--help'], /sandbox/],
    [EXCHANGE, ['sync', '--help'], /--conflicts/],
    [EXCHANGE, ['sandbox', '--help'], /--seed/],
    [CREATE, ['--version'], /^\d+\.\d+\.\d+\n$/],
  ])('%s %j', (bin, args, expected) => {
    const { code, stdout, stderr } = run(bin, args, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });
});

describe('wrong usage is one line with the nearest name, and exit code 2', () => {
  it.each([
    [CREATE, ['--presett', 'x'], 'Did you mean --preset?'],
    [CREATE, ['--kind', 'liv'], 'live, paper, backtest, data_feed'],
    [CREATE, ['a', 'b'], 'too many arguments'],
    [CREATE, ['--preset'], 'argument missing'],
    [EXCHANGE, ['snyc'], 'Did you mean sync?'],
    [EXCHANGE, [], 'no command was given'],
    [EXCHANGE, ['sandbox', '--port', 'x'], 'whole number from 0 to 65535'],
    [EXCHANGE, ['sandbox', '--speed', '0'], 'a number above 0'],
    [EXCHANGE, ['sandbox', 'binance_sport'], 'did you mean binance_spot?'],
    [EXCHANGE, ['sync'], 'no workspace here'],
    [EXCHANGE, ['check'], 'no workspace here'],
    [EXCHANGE, ['undo'], 'no workspace here'],
    [EXCHANGE, ['explain', 'x'], 'missing required argument'],
  ])('%s %j', (bin, args, message) => {
    const { code, stdout, stderr } = run(bin, args, folder);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('is one JSON object with --json', () => {
    const { code, stdout, stderr } = run(EXCHANGE, ['snyc', '--json'], folder);
    expect(JSON.parse(stdout)).toEqual({
      error: { message: expect.stringContaining('Did you mean sync?'), exitCode: 2 },
      exitCode: 2,
    });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });
});
