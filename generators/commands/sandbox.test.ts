import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../sandbox/dialect/http-server.js';
import type { CommandContext } from '../cli/context.js';
import { failureOf } from '../cli/failure.js';
import { lineProgress } from '../cli/progress.js';
import { sandbox, type SandboxOptions } from './sandbox.js';

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
