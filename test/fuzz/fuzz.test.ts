import { expect, test } from 'vitest';
import { createSandbox, loadPreset } from '../../sandbox/index.js';
import { fuzz } from './fuzz.js';
import { withIdleSockets } from './idle-sockets.js';

test.each(['binance_spot', 'okx_spot'])(
  '%s: 1,000 requests of any bytes',
  async (name) => {
    const sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
    try {
      const report = await fuzz({ sandbox, requests: 1000, seed: 11 });
      expect(report.faults).toEqual([]);
      expect(report.endings.size).toBeGreaterThan(8);
      for (const [kind, { answered, closed }] of report.endings)
        expect([kind, answered + closed > 0]).toEqual([kind, kind !== 'half open']);
      expect((await fetch(`${sandbox.control}/state`)).status).toBe(200);
    } finally {
      await sandbox.close();
    }
  },
  120_000,
);

test('500 idle sockets keep no client from its answer', async () => {
  const sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
  try {
    await withIdleSockets(Number(new URL(sandbox.rest).port), 500, async (open) => {
      expect(open).toBeGreaterThan(100);
      expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(200);
    });
  } finally {
    await sandbox.close();
  }
});
