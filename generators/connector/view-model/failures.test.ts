import { describe, expect, it } from 'vitest';
import { loadPreset } from '../../../venues/index.js';
import { failuresView } from './failures.js';

describe('failuresView', () => {
  // An order that is answered so may be in the book: it is looked up, never called rejected.
  it.each([
    ['binance_spot', ["'-1000'", "'-1006'", "'-1007'"]],
    ['okx_spot', ["'50026'", "'50004'"]],
    ['bybit_spot', ["'10016'", "'10000'", "'170007'", "'170146'", "'170147'"]],
    ['kraken_spot', ["'EGeneral:Internal error'"]],
  ])('takes the outcome for unknown by what %s says, whatever the HTTP status', async (preset, codes) => {
    const { description } = await loadPreset(preset);
    expect(failuresView(description).kinds).toEqual(
      expect.arrayContaining(codes.map((code) => `${code.replace(/^'(\\d+)'$/, '$1')}: 'unavailable'`)),
    );
  });
});
