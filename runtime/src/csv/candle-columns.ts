import { CandleFileException } from './candle-file-exception.js';

/** What stands where in each row of a candle file. */
export interface CandleColumns {
  readonly count: number;
  /** For each column: TIME, SKIPPED, or the slot its number goes to. Slots 0 to 4: open, high, low, close, volume. */
  readonly places: readonly number[];
  /** The column of each slot, by name. */
  readonly slots: readonly string[];
  /** True where the volume is slot 4 + slot 5, bought and sold. */
  readonly isVolumeSplit: boolean;
}

/** Places that are no slot. */
export const SKIPPED = -1;
export const TIME = -2;

/**
 * Reads the header line. Columns may stand in any order; those in `extra` get slots of their own.
 * Throws CandleFileException.
 */
export function readHeader(file: string, line: string, extra: readonly string[]): CandleColumns {
  const names = line.split(',').map(columnName);
  const isVolumeSplit = !names.includes('volume') && SIDES.every((side) => names.includes(side));
  const own = [...PRICES, ...(isVolumeSplit ? SIDES : ['volume'])];
  const slots = [...own, ...extra.filter((name) => !own.includes(name))];
  const missing = ['time', ...slots].filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const isData = /^\s*"?[\d+-]/.test(line);
    const found = isData ? 'there is no header line' : `the header has no ${missing.join(', ')}`;
    throw new CandleFileException(file, 1, `${found}: start the file with ${['time', ...slots].join(',')}`);
  }
  const repeated = ['time', ...slots].find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (repeated !== undefined) {
    throw new CandleFileException(file, 1, `the column ${repeated} stands twice: remove or rename one`);
  }
  const places = names.map((name) => (name === 'time' ? TIME : slots.indexOf(name)));
  return { count: names.length, places, slots, isVolumeSplit };
}

const PRICES = ['open', 'high', 'low', 'close'];
const SIDES = ['buy_volume', 'sell_volume'];

function columnName(text: string): string {
  return text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
}
