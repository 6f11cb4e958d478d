import { describe, expect, test } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { withSizeUnit } from './size-unit.js';

const { orders } = (await loadPreset('okx_spot')).description;

describe("a market order's size", () => {
  test.each([
    ['a buy that says nothing', 'BUY', {}, { quoteSize: '5' }],
    ['a buy in base', 'BUY', { tgtCcy: 'base_ccy' }, { size: '5' }],
    ['a buy in quote', 'BUY', { tgtCcy: 'quote_ccy' }, { quoteSize: '5' }],
    ['a sell that says nothing', 'SELL', {}, { size: '5' }],
    ['a sell in quote', 'SELL', { tgtCcy: 'quote_ccy' }, { quoteSize: '5' }],
  ] as const)('%s', (_title, side, given, wanted) => {
    const asked = { type: 'MARKET', side, size: '5' } as const;
    expect(withSizeUnit(asked, given, orders)).toEqual({ type: 'MARKET', side, ...wanted });
  });

  test('is nothing to a limit order, nor to a venue without the rule', () => {
    const limit = { type: 'LIMIT', side: 'BUY', size: '5' } as const;
    expect(withSizeUnit(limit, {}, orders)).toBe(limit);
    const market = { type: 'MARKET', side: 'BUY', size: '5' } as const;
    expect(withSizeUnit(market, {}, undefined)).toBe(market);
  });
});
