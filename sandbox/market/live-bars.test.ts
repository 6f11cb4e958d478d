import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinBars, type Bar } from './bar.js';
import { LiveBars } from './live-bars.js';

/** Some amounts are far beyond the integers that numbers hold exactly. */
const amount = fc.oneof(fc.bigInt(0n, 10n ** 6n), fc.bigInt(2n ** 53n - 2n, 2n ** 80n));
const trade: fc.Arbitrary<Bar> = fc.tuple(amount, amount, amount).map(([price, size, quote]) => ({
  open: price,
  high: price,
  low: price,
  close: price,
  volume: size,
  quoteVolume: quote,
  takerVolume: size / 2n,
  trades: 1,
}));
const trades = fc.array(fc.tuple(fc.integer({ min: 0, max: 7 }), trade), { maxLength: 60 });

test('bars are the trades joined, to the last digit, the oldest forgotten', () => {
  fc.assert(
    fc.property(
      trades,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      (made, length, keep) => {
        const bars = new LiveBars(length, keep);
        const plain: { start: number; bar: Bar }[] = [];
        let second = 0;
        for (const [pause, bar] of made) {
          second += pause;
          bars.add(second, bar);
          const start = second - (second % length);
          const last = plain.at(-1);
          if (last?.start === start) last.bar = joinBars(last.bar, bar) ?? bar;
          else plain.push({ start, bar });
        }
        for (const { start, bar } of plain.slice(-keep))
          expect(bars.joined(start, start + length)).toEqual(bar);
        const all = plain
          .slice(-keep)
          .reduce<Bar | undefined>((sum, { bar }) => joinBars(sum, bar), undefined);
        expect(bars.joined(plain.at(-keep)?.start ?? 0, second + 1)).toEqual(all);
        expect(bars.closeBefore(second + length)).toBe(plain.at(-1)?.bar.close);
        expect(bars.joined(0, second + 1)?.trades ?? 0).toBeLessThanOrEqual(made.length);
      },
    ),
  );
});

test('a long history outgrows its first room', () => {
  const bars = new LiveBars(1, 2000);
  for (let second = 0; second < 10_000; second += 1) bars.add(second, flat(BigInt(second)));
  expect(bars.joined(9990, 9992)).toEqual({ ...flat(9990n), high: 9991n, close: 9991n, trades: 2 });
  expect(bars.joined(0, 1)).toBeUndefined();
  expect(bars.closeBefore(8001)).toBe(8000n);
});

function flat(price: bigint): Bar {
  return {
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0n,
    quoteVolume: 0n,
    takerVolume: 0n,
    trades: 1,
  };
}
