import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPreset } from '../venues/index.js';
import { createSandbox, type Sandbox } from './index.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('binance_spot'),
    seed: 7,
    calm: true,
    startTime: START,
    speed: 100_000,
  });
  await new Promise<void>((resolve) => void sandbox.clock.schedule(HOUR_MS, resolve));
});

afterAll(() => sandbox.close());

describe('a sandbox that runs many times as fast as its clients', () => {
  test('takes a stamp measured at its start, and one measured now', async () => {
    expect(await status(START + 50)).toBe(200);
    expect(await status(sandbox.clock.now())).toBe(200);
  });

  test('refuses a stamp of before its start, and one that lies ahead', async () => {
    expect(await status(START - 60_000)).toBe(400);
    expect(await status(sandbox.clock.now() + 100 * HOUR_MS)).toBe(400);
  });
});

describe('a sandbox that stands still and is moved by hand', () => {
  test.each([0, 1])('at speed %d takes the stamps of clients that keep wall time', async (speed) => {
    const still = await createSandbox({
      venue: sandbox.venue,
      calm: true,
      startTime: START,
      speed,
    });
    still.setSpeed(0);
    await still.clock.advance(300_000);
    const states = [await status(START + 50, still), await status(START - 60_000, still)];
    await still.close();
    expect(states).toEqual([200, 400]);
  });
});

const START = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;

async function status(timestamp: number, { credentials, rest } = sandbox): Promise<number> {
  const { api_key = '', api_secret = '' } = credentials;
  const query = `timestamp=${timestamp}`;
  const signature = createHmac('sha256', api_secret).update(query).digest('hex');
  const answer = await fetch(`${rest}/api/v3/account?${query}&signature=${signature}`, {
    headers: { 'X-MBX-APIKEY': api_key },
  });
  await answer.arrayBuffer();
  return answer.status;
}
