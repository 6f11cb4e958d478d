import { describe, expect, it } from 'vitest';
import { Candle } from '../data/candle.js';
import { HoleProof } from './hole-proof.js';

describe('HoleProof', () => {
  it('takes what lies before a later candle for holes, and no more', () => {
    const holes = new HoleProof(60);
    expect(holes.provenBefore(answer([720], 900))).toBe(720);
    expect(holes.provenBefore(answer([540], 900))).toBe(-Infinity);
  });

  it('believes a candle that runs, none of the future', () => {
    expect(new HoleProof(60).provenBefore(answer([900], 910))).toBe(840);
    expect(new HoleProof(60).provenBefore(answer([1200], 910))).toBe(-Infinity);
  });

  it('believes ten seconds of silence, for what is as long over', () => {
    const holes = new HoleProof(60);
    const silent = (second: number): number => holes.provenBefore(answer([], second, 840));
    expect(silent(842)).toBe(-Infinity);
    expect(silent(851)).toBe(-Infinity);
    expect(silent(852)).toBe(840);
    expect(holes.untilProven(840, 852_000, 852_000)).toBe(58_000);
    expect(silent(909)).toBe(840);
    expect(silent(910)).toBe(900);
  });

  it('measures silence from the last sign of life', () => {
    const holes = new HoleProof(60);
    holes.provenBefore(answer([], 900));
    holes.forget();
    expect(holes.provenBefore(answer([], 910))).toBe(-Infinity);
    expect(holes.untilProven(600, 915_000, 915_000)).toBe(5_000);
    holes.provenBefore(answer([600], 916));
    expect([holes.isSilent, holes.untilProven(600, 916_000, 916_000)]).toEqual([false, 0]);
  });
});

function answer(starts: readonly number[], second: number, to = 780) {
  const candles = starts.map(
    (timestamp) => new Candle({ timestamp, open: 1, high: 1, low: 1, close: 1, volume: 1 }),
  );
  return { candles, from: 600, to, venueMs: second * 1000, ownMs: second * 1000 };
}
