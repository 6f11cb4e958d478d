import { expect, test } from 'vitest';
import { addBalances } from './add-balances.js';
import { AssetBalance } from './asset-balance.js';

test('accounts that hold the same asset are added up, exactly', () => {
  const balances = addBalances([
    ['BTC', new AssetBalance({ free: '0.1', locked: '1' })],
    ['USD', new AssetBalance({ free: '5', locked: '0' })],
    ['BTC', new AssetBalance({ free: '0.2', locked: '0.00000001' })],
  ]);
  expect(JSON.parse(JSON.stringify(balances))).toEqual({
    BTC: { free: '0.3', locked: '1.00000001', total: '1.30000001' },
    USD: { free: '5', locked: '0', total: '5' },
  });
});
