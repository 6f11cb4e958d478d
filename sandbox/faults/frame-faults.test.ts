import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true, seed: 3 });
});
afterEach(() => sandbox.close());

describe('frames', () => {
  test('lost: the frame never comes, the next one does', async () => {
    const whole = await closes(4);
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'lost' }, nth: 2 });
    const [first, ...rest] = await closes(4);
    expect(whole).toHaveLength(4);
    expect(rest).toHaveLength(2);
    expect((rest[0]?.start ?? 0) - (first?.start ?? 0)).toBe(2000);
  });

  test('frame_delay: frames come so much later, whole', async () => {
    sandbox.faults.add({ stream: 'candles', fault: { kind: 'frame_delay', ms: 2500 } });
    const frames = await closes(5);
    expect(frames.map(({ start, at }) => at - start)).toEqual([3500, 3500]);
  });
});

describe('jitter', () => {
  test('delays by up to so much, the same for the same seed', async () => {
    const first = await delays();
    const other = await createSandbox({ venue: sandbox.venue, calm: true, seed: 3 });
    await sandbox.close();
    sandbox = other;
    expect(await delays()).toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(2);
    for (const delay of first) expect(delay).toBeLessThanOrEqual(1000);
  });
});

/** How long each of five answers takes, ms of virtual time in steps of 10. */
async function delays(): Promise<readonly number[]> {
  const jitter = sandbox.faults.add({ fault: { kind: 'jitter', ms: 1000 } });
  const taken: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = sandbox.clock.now();
    let isDone = false;
    const answer = fetch(`${sandbox.rest}/api/v3/ping`).then((result) => {
      isDone = true;
      return result.text();
    });
    await sandbox.clock.advanceUntil(() => isDone, { limit: 2000, step: 10 });
    taken.push(sandbox.clock.now() - start);
    await answer;
  }
  jitter.remove();
  return taken;
}

/** The closed one-second candles of so many seconds: their start and when they came, ms. */
async function closes(seconds: number): Promise<readonly { start: number; at: number }[]> {
  const frames: { start: number; at: number }[] = [];
  const socket = new WebSocket(`${sandbox.stream}/btcusdt@kline_1s`);
  socket.on('message', (data) => {
    const { k }: { k: { t: number; x: boolean } } = JSON.parse(String(data));
    if (k.x) frames.push({ start: k.t, at: sandbox.clock.now() });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  await sandbox.clock.advance(seconds * 1000);
  await sandbox.settle();
  socket.terminate();
  await sandbox.settle();
  return frames;
}
