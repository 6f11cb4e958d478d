import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset, presetFolder } from '../../venues/index.js';
import { probe } from '../commands/probe.js';

const CONNECTOR = 'custom_modules/exchanges/okx_spot';
const signal = new AbortController().signal;
/** Prices follow from the time: at this one they tell open from close. */
const START = Date.UTC(2026, 0, 5, 12);
const context = (): Parameters<typeof probe>[1] => ({ cwd: root, signal, now: () => new Date(START) });

let root: string;
let served: Sandbox;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'ats-probe-'));
  mkdirSync(join(root, CONNECTOR), { recursive: true });
  cpSync(presetFolder('okx_spot'), join(root, CONNECTOR), { recursive: true });
  served = await createSandbox({ venue: await loadPreset('okx_spot'), startTime: START });
  edit((yaml) => yaml.replace('rest: https://www.okx.com', `rest: ${served.rest}`));
});
afterEach(() => served.close());

/** The connector's description, changed. */
function edit(change: (yaml: string) => string, file = 'venue.yaml'): void {
  const path = join(root, CONNECTOR, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

const run = (): ReturnType<typeof probe> => probe({ venue: 'okx_spot' }, context());

describe('probe', () => {
  it('finds nothing where the venue is as described', async () => {
    const { calls, exitCode } = await run();
    expect(calls.map(({ role }) => role)).toEqual(['server_time', 'instruments', 'candles']);
    expect(calls.flatMap(({ differences }) => differences).filter(({ kind }) => kind !== 'note')).toEqual([]);
    expect(exitCode).toBe(0);
  });

  it('names a column that is another, and rows in another order', async () => {
    edit((yaml) => yaml.replaceAll("open: '[1]'", "open: '[4]'").replaceAll("close: '[4]'", "close: '[1]'"));
    edit((yaml) => yaml.replaceAll('order: descending', 'order: ascending'));
    const { calls, exitCode } = await run();
    const messages = calls.flatMap(({ differences }) => differences.map(({ message }) => message));
    expect(messages).toContain('open: described at [4], by its numbers it is at [1]');
    expect(messages).toContain('the rows are descending, described as ascending');
    expect(exitCode).toBe(1);
  });

  it('names a field that is gone, a type and a key that are new', async () => {
    edit(
      (text) =>
        text
          .replaceAll('"tickSz": "0.1"', '"tick": "0.1"')
          .replaceAll('"lotSz": "0.00000001"', '"lotSz": 1e-8'),
      'samples/instruments.json',
    );
    edit(
      (text) =>
        text
          .replaceAll('"tickSz": "0.01"', '"tick": "0.01"')
          .replaceAll('"lotSz": "0.000001"', '"lotSz": 1e-6'),
      'samples/instruments.json',
    );
    edit((yaml) => yaml.replaceAll('tick_size: tickSz', 'tick_size: tick'));
    const { calls } = await run();
    const differences = calls.find(({ role }) => role === 'instruments')?.differences;
    expect(differences).toEqual(
      expect.arrayContaining([
        { kind: 'missing', message: 'tick_size: tick is not in the answer' },
        { kind: 'type', message: 'step_size: lotSz is a string, in the sample a number' },
        { kind: 'note', message: '"tickSz" is not in the sample' },
      ]),
    );
  });

  it('says how far the venue’s clock is off', async () => {
    await served.clock.advance(60_000);
    const { calls, exitCode } = await run();
    expect(calls[0]?.differences).toContainEqual({
      kind: 'note',
      message: expect.stringMatching(/clock is \d+ ms ahead/),
    });
    expect(exitCode).toBe(0);
  });

  it('says that a host cannot be reached', async () => {
    await served.close();
    const { calls, exitCode } = await run();
    expect(calls[0]?.differences[0]?.message).toContain('could not be reached (ECONNREFUSED)');
    expect(exitCode).toBe(1);
  });

  it('calls no host that is not this machine without --live', async () => {
    edit((yaml) => yaml.replace(`rest: ${served.rest}`, 'rest: https://www.okx.com'));
    await expect(run()).rejects.toThrow('add --live');
  });

  it('names the nearest of an unknown venue', async () => {
    await expect(probe({ venue: 'okx_sport' }, context())).rejects.toThrow('did you mean okx_spot');
  });
});
