import { expect, test } from 'vitest';
import { loadPreset, type VenueDescription } from '../../../venues/index.js';
import { marketView } from './market.js';

const { description } = await loadPreset('binance_spot');

const spelled = (symbol: Partial<VenueDescription['symbol']>): string =>
  marketView({ ...description, symbol: { ...description.symbol, ...symbol } }).market;

test('what a template says besides the assets stays as it is written', () => {
  expect(spelled({ template: 't{base}{quote}' })).toBe('`t${this.symbol.base}${this.symbol.quote}`');
  expect(spelled({ template: '{base}-{quote}', case: 'lower' })).toBe(
    '`${this.symbol.base}-${this.symbol.quote}`.toLowerCase()',
  );
  expect(spelled({ template: 'SPOT_{base}{quote}', case: 'lower' })).toBe(
    '`SPOT_${this.symbol.base.toLowerCase()}${this.symbol.quote.toLowerCase()}`',
  );
});

test('markets with a longer name are spelled by a template of their own', () => {
  expect(spelled({ longer: { than: 3, template: '{base}:{quote}' } })).toBe(
    'Math.max(this.symbol.base.length, this.symbol.quote.length) > 3 ? `${this.symbol.base}:${this.symbol.quote}` : `${this.symbol.base}${this.symbol.quote}`',
  );
});
