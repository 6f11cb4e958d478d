import { crc32 } from 'node:zlib';
import { Decimal } from 'ats-runtime';
import type { Facts, Row } from '../dialect/facts.js';
import type { Market } from '../dialect/markets.js';
import type { BookSnapshot } from '../engine/types.js';

type Levels = BookSnapshot['bids'];

/** The levels that are other than they were; size 0 where one is gone. */
export function changedLevels(before: BookSnapshot, after: BookSnapshot): BookSnapshot {
  return { bids: changedSide(before.bids, after.bids), asks: changedSide(before.asks, after.asks) };
}

function changedSide(before: Levels, after: Levels): Levels {
  const known = new Map(before);
  const present = new Set(after.map(([price]) => price));
  const gone = before.filter(([price]) => !present.has(price)).map(([price]) => [price, '0'] as const);
  return [...after.filter(([price, size]) => known.get(price) !== size), ...gone];
}

export function levelRows(levels: Levels, facts: Facts): readonly Row[] {
  return levels.map(([price, size]) => ({
    facts: { ...facts, price: new Decimal(price), size: new Decimal(size) },
  }));
}

/** `bid price:bid size:ask price:ask size:…` of the best 25 levels, as a signed number. */
export function checksum({ bids, asks }: BookSnapshot): number {
  const parts: string[] = [];
  for (let level = 0; level < 25; level += 1) {
    for (const side of [bids, asks]) {
      const found = side[level];
      if (found !== undefined) parts.push(...found.map((text) => new Decimal(text).toFixed()));
    }
  }
  return crc32(parts.join(':')) | 0;
}

/** The digits of the best ten asks, then bids, on the market's grid without point and leading zeros. */
export function digitsChecksum({ bids, asks }: BookSnapshot, { tickSize, stepSize }: Market): number {
  const text = [asks, bids].flatMap((side) =>
    side.slice(0, 10).flatMap(([price, size]) => [digits(price, tickSize), digits(size, stepSize)]),
  );
  return crc32(text.join(''));
}

function digits(text: string, grid: string): string {
  return new Decimal(text).toFixed(new Decimal(grid).decimalPlaces()).replace('.', '').replace(/^0+/, '');
}
