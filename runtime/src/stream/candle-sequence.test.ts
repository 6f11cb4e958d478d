import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Candle } from '../data/candle.js';
import { CandleSequence } from './candle-sequence.js';

describe('CandleSequence', () => {
  it('gives each closed candle once, ascending, whatever the order they are told in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9), { maxLength: 60 }),
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
        (noise, all) => {
          const sequence = new CandleSequence(60, 600);
          const given: number[] = [];
          for (const index of [...noise, ...all]) {
            sequence.tell({ candle: candle(600 + 60 * index), closed: true });
            for (let next = sequence.take(); next !== undefined; next = sequence.take())
              given.push(next.timestamp);
          }
          expect(given).toEqual(Array.from({ length: 10 }, (_, index) => 600 + 60 * index));
        },
      ),
    );
  });

  it('asks the history for a candle without flag when a later one begins: its last frame may be lost or late', () => {
    const sequence = new CandleSequence(60, 600);
    sequence.tell({ candle: candle(600, 1), closed: undefined });
    expect(sequence.hasGap).toBe(false);
    sequence.tell({ candle: candle(660, 3), closed: undefined });
    expect([sequence.take(), sequence.hasGap, sequence.lastTold]).toEqual([undefined, true, 600]);
    sequence.addHistory([candle(600, 2)], 600, 600);
    expect(sequence.take()?.close).toBe(2);
    expect([sequence.take(), sequence.hasGap]).toEqual([undefined, false]);
  });

  it('takes what was told of a candle without flag where the history does not have it', () => {
    const sequence = new CandleSequence(60, 600);
    sequence.tell({ candle: candle(600, 1), closed: undefined });
    sequence.tell({ candle: candle(600, 2), closed: undefined });
    sequence.tell({ candle: candle(660, 3), closed: undefined });
    sequence.tell({ candle: candle(600, 9), closed: undefined });
    sequence.bridge();
    expect(sequence.take()?.close).toBe(2);
    expect(sequence.take()).toBeUndefined();
  });

  it('ignores open, old and misaligned candles', () => {
    const sequence = new CandleSequence(60, 600);
    for (const [timestamp, closed] of [
      [600, false],
      [540, true],
      [630, true],
    ] as const)
      sequence.tell({ candle: candle(timestamp), closed });
    expect([sequence.take(), sequence.hasGap]).toEqual([undefined, false]);
  });

  it('keeps what the stream told before what the history has', () => {
    const sequence = new CandleSequence(60, 600);
    sequence.tell({ candle: candle(660, 7), closed: true });
    expect(sequence.hasGap).toBe(true);
    sequence.addHistory([candle(540), candle(600, 1), candle(660, 2), candle(720)], 600, 660);
    expect([sequence.take()?.close, sequence.take()?.close, sequence.take()]).toEqual([1, 7, undefined]);
  });

  it('bridges intervals without trades with flat candles, as soon as there is a price', () => {
    const sequence = new CandleSequence(60, 540);
    sequence.bridge();
    sequence.tell({ candle: candle(600, 5), closed: true });
    expect(sequence.take()?.timestamp).toBe(600);
    sequence.bridge();
    expect(sequence.take()).toEqual({ timestamp: 660, open: 5, high: 5, low: 5, close: 5, volume: 0 });
  });
});

function candle(timestamp: number, close = 1): Candle {
  return new Candle({ timestamp, open: 1, high: 10, low: 0.5, close, volume: 3 });
}
