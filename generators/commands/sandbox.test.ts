import { createServer, type Server } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../sandbox/dialect/http-server.js';
import type { CommandContext } from '../cli/context.js';
import { failureOf } from '../cli/failure.js';
import { lineProgress } from '../cli/progress.js';
import { sandbox, type SandboxOptions } from './sandbox.js';

const folder = await mkdtemp(join(tmpdir(), 'sandbox-command-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

let taken: Server | undefined;
afterEach(async () => {
  if (taken !== undefined) await closeServer(taken);
  taken = undefined;
});

describe('the sandbox command', () => {
  test('tells where it serves in one JSON line, and ends when it is stopped', async () => {
    const lines: string[] = [];
    const stop = new AbortController();
    const running = sandbox(options({ json: true }), {
      ...context(stop.signal),
      announce(line) {
        lines.push(line);
        stop.abort();
      },
    });
    expect(await running).toMatchObject({ exitCode: 0, venues: ['binance_spot'] });
    expect(lines).toHaveLength(1);
    expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual([
      'venue',
      'rest',
      'stream',
      'private_stream',
      'control',
      'dashboard',
      'credentials',
      'symbols',
    ]);
  });

  test('an unknown venue: one line with the nearest, exit 2', async () => {
    expect(await refusal({ venues: ['binance_spt'] })).toEqual({
      exitCode: 2,
      message: expect.stringMatching(/^unknown venue "binance_spt"; .*binance_spot[^\n]*$/),
    });
  });

  test.each([
    [
      '- { endpoint: place_order, fault: { kind: nope } }',
      /:1: fault: kind: there is no such fault as "nope"; known: /,
    ],
    ['- { orderEvents: twice }\n- { fault: reset }', /:2: fault: give a fault with its kind/],
    ['- { orderEvents: thrice }', /:1: orderEvents: give one of before_answer, twice/],
    [
      '- { endpoint: place_ordr, fault: { kind: reset } }',
      /:1: binance_spot: endpoint: the venue has no "place_ordr"/,
    ],
    ['kind: reset', /:1: must be a list of faults/],
  ])('a fault that does not exist (%s): one line with its place, exit 2', async (text, message) => {
    const faults = join(folder, 'faults.yaml');
    await writeFile(faults, text);
    expect(await refusal({ faults })).toEqual({ exitCode: 2, message: expect.stringMatching(message) });
  });

  test('faults of a file strike from the start', async () => {
    const faults = join(folder, 'faults.yaml');
    await writeFile(faults, '- { endpoint: server_time, fault: { kind: status, status: 418 }, nth: 1 }');
    const stop = new AbortController();
    const statuses: Promise<number[]>[] = [];
    const announce = (line: string): void => {
      const { rest }: { rest: string } = JSON.parse(line);
      const ask = async (): Promise<number> => (await fetch(`${rest}/api/v3/time`)).status;
      statuses.push(
        ask()
          .then(async (first) => [first, await ask()])
          .finally(() => stop.abort()),
      );
    };
    await sandbox(options({ json: true, faults }), { ...context(stop.signal), announce });
    expect(await statuses[0]).toEqual([418, 200]);
  });

  test('a port in use: one line, exit 2', async () => {
    taken = createServer();
    const port = await listen(taken, 0);
    expect(await refusal({ port })).toEqual({
      exitCode: 2,
      message: '--port: the port is in use; give another, or 0 for a free one',
    });
  });
});

function options(given: Partial<SandboxOptions>): SandboxOptions {
  return { venues: ['binance_spot'], port: 0, seed: 1, speed: 1, ...given };
}

function context(signal: AbortSignal): CommandContext {
  return {
    cwd: tmpdir(),
    interactive: false,
    progress: lineProgress({ write: () => true }),
    signal,
    announce: () => undefined,
    now: () => new Date(0),
  };
}

async function refusal(given: Partial<SandboxOptions>) {
  const error: unknown = await sandbox(options(given), context(new AbortController().signal)).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  const { exitCode, message } = failureOf(error, tmpdir()) ?? {};
  return { exitCode, message };
}
