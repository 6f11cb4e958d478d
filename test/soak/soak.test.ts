import { beforeAll, describe, expect, test } from 'vitest';
import { Exchange } from '../../runtime/src/exchanges/binance_spot/index.js';
import { loadPreset, type LoadedVenue } from '../../sandbox/index.js';
import { soak } from './soak.js';

let venue: LoadedVenue;
beforeAll(async () => {
  venue = await loadPreset('binance_spot');
});

describe('three hundred orders while 5 % of everything goes wrong', () => {
  test.each([false, true])(
    'end as in the ledger (process killed midway: %s)',
    async (restart) => {
      const result = await soak({ Exchange, venue, orders: 300, faults: 0.05, seed: 7, restart });
      expect(result).toMatchObject({ found: [], lost: 0, double: 0, wrong: 0 });
      expect(result.candles).toMatchObject({ missing: 0, double: 0 });
      // It has been hard: many kinds of faults struck, orders ended in every way, a dead process left open ones.
      expect(Object.keys(result.faults).length).toBeGreaterThan(20);
      expect(Object.keys(result.statuses)).toEqual(
        expect.arrayContaining(['COMPLETED', 'CANCELLED', 'REJECTED']),
      );
      expect(result.recovered > 0).toBe(restart);
    },
    240_000,
  );
});
