import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CREATE, EXCHANGE, run, start, temporaryFolder } from './bin.js';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const CONNECTOR = 'custom_modules/exchanges/binance_spot';

/** A workspace with the tools of this repository in place of an install. */
let root: string;
let pristine: string;
beforeAll(() => {
  const folder = temporaryFolder();
  run(CREATE, ['w', '--preset', 'binance_spot', '--yes', '--no-install'], folder);
  root = join(folder, 'w');
  mkdirSync(join(root, 'node_modules'));
  for (const name of ['typescript', 'vitest', '@types', '@typescript', 'ats-runtime']) {
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(root, 'node_modules', name));
  }
  symlinkSync(REPOSITORY, join(root, 'node_modules', 'create-ats-exchange'));
  pristine = readFileSync(join(root, CONNECTOR, 'exchange.ts'), 'utf8');
});

describe('check', () => {
  it('is clean on what was generated', () => {
    const { code, stdout } = run(EXCHANGE, ['check', '--no-conformance', '--json'], root);
    expect(JSON.parse(stdout)).toMatchObject({
      command: 'check',
      findings: [],
      drift: [],
      venues: ['binance_spot'],
    });
    expect(code).toBe(0);
  });

  it('finds a type error and a stub, with file and line, exit code 1', () => {
    writeFileSync(
      join(root, CONNECTOR, 'exchange.ts'),
      `${pristine}\nexport const wrong: number = 'text';\n`,
    );
    const { code, stdout } = run(EXCHANGE, ['check', 'binance_spot', '--no-conformance'], root);
    writeFileSync(join(root, CONNECTOR, 'exchange.ts'), pristine);
    expect(stdout).toMatch(/S03 custom_modules\/exchanges\/binance_spot\/exchange\.ts:\d+ Type 'string'/);
    expect(code).toBe(1);
  });

  it('says that a sync is due, exit code 3', () => {
    const file = join(root, CONNECTOR, 'venue.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('name: Binance Spot', 'name: Binance Spot Two'));
    const { code, stdout } = run(EXCHANGE, ['check', '--no-conformance', '--json'], root);
    const sync = run(EXCHANGE, ['sync', '--check'], root);
    writeFileSync(file, text);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      drift: [expect.stringContaining(CONNECTOR), expect.anything()],
    });
    expect([code, sync.code]).toEqual([3, 3]);
  });

  it('names the nearest connector, exit code 2', () => {
    const { code, stderr } = run(EXCHANGE, ['check', 'binance_sport'], root);
    expect(stderr).toContain('did you mean binance_spot?');
    expect(code).toBe(2);
  });
});

describe('sync, status and explain', () => {
  it('have nothing to do on what was generated', () => {
    expect(run(EXCHANGE, ['sync'], root)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to do'),
    });
    expect(run(EXCHANGE, ['status'], root)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Exchange.submitOrder'),
    });
    expect(run(EXCHANGE, ['explain', 'binance_spot', 'submitOrder'], root)).toMatchObject({ code: 0 });
  });
});

describe('sandbox', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints one JSON line and serves until %s, exit code 0',
    async (signal) => {
      const child = start(
        EXCHANGE,
        ['sandbox', 'binance_spot', '--port', '0', '--seed', '7', '--json'],
        temporaryFolder(),
      );
      const output = child.stdout;
      if (output === null) throw new Error('no stdout');
      const lines: string[] = [];
      const reader = createInterface(output).on('line', (line) => lines.push(line));
      await once(reader, 'line');
      const served: unknown = JSON.parse(lines[0] ?? '');
      expect(served).toMatchObject({
        venue: 'binance_spot',
        rest: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        stream: expect.stringMatching(/^ws:/),
        control: expect.stringMatching(/^http:/),
        credentials: { api_key: expect.any(String), api_secret: expect.any(String) },
        symbols: expect.arrayContaining(['BTC/USDT']),
      });
      const { rest } = served as { rest: string };
      const answer = await fetch(`${rest}/api/v3/time`);
      expect(answer.status).toBe(200);
      child.kill(signal);
      const [code] = await once(child, 'exit');
      expect({ code, lines: lines.length }).toEqual({ code: 0, lines: 1 });
    },
  );
});
