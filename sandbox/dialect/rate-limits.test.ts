import { describe, expect, test } from 'vitest';
import type { VenueDescription } from '../../venues/index.js';
import { RateLimits } from './rate-limits.js';

type Limit = VenueDescription['limits'][number];

const request = { weight: 1, kind: 'private', isOrder: false } as const;

function limits(forgets: 'at_window_end' | 'steadily'): RateLimits {
  return new RateLimits([
    { name: 'requests', capacity: 15, per: '45s', counts: 'weight', forgets, used_header: 'X-Used' },
  ]);
}

function taken(counter: RateLimits, at: number, times: number): number {
  let through = 0;
  for (let index = 0; index < times; index++) {
    if (counter.take(at, request).retryAfterMs === undefined) through += 1;
  }
  return through;
}

describe('a limit that forgets at the window’s end', () => {
  test('gives the whole capacity back at once, and not before', () => {
    const counter = limits('at_window_end');
    expect(taken(counter, 90_000, 20)).toBe(15);
    expect(counter.take(134_000, request).retryAfterMs).toBe(1000);
    expect(taken(counter, 135_000, 20)).toBe(15);
  });
});

describe('a limit that forgets steadily', () => {
  test('gives one place back in each third second, so a client of that pace is never refused', () => {
    const counter = limits('steadily');
    expect(taken(counter, 90_000, 20)).toBe(15);
    expect(counter.take(91_000, request).retryAfterMs).toBe(2000);
    for (let at = 93_000; at < 300_000; at += 3000) expect(taken(counter, at, 2)).toBe(1);
  });

  test('tells what is used in whole requests', () => {
    const counter = limits('steadily');
    counter.take(90_000, request);
    expect(counter.take(91_000, request).headers).toEqual({ 'x-used': '2' });
  });
});

function throughByKind(counts: Limit['counts']): number[] {
  return (['public', 'private', 'orders'] as const).map((kind) =>
    throughOfNine(counts, { weight: 1, kind, isOrder: kind === 'orders' }),
  );
}

describe('a limit that counts some kinds of requests', () => {
  test('lets all others through', () => {
    expect(throughByKind('weight')).toEqual([2, 2, 2]);
    expect(throughByKind('public')).toEqual([2, 9, 9]);
    expect(throughByKind('private')).toEqual([9, 2, 9]);
    expect(throughByKind('orders')).toEqual([9, 9, 2]);
    expect(throughByKind(['private', 'orders'])).toEqual([9, 2, 2]);
  });

  test('counts an order as one where it counts orders alone, and by its weight elsewhere', () => {
    const order = { weight: 0, kind: 'orders', isOrder: true } as const;
    expect(throughOfNine('orders', order)).toBe(2);
    expect(throughOfNine(['private', 'orders'], order)).toBe(9);
  });

  test('counts a cancellation with other requests only', () => {
    const cancellation = { weight: 1, kind: 'orders', isOrder: false } as const;
    expect(throughOfNine('orders', cancellation)).toBe(9);
    expect(throughOfNine('private', cancellation)).toBe(9);
    expect(throughOfNine(['private', 'orders'], cancellation)).toBe(2);
    expect(throughOfNine('weight', cancellation)).toBe(2);
  });
});

function throughOfNine(counts: Limit['counts'], usage: Parameters<RateLimits['take']>[1]): number {
  const counter = new RateLimits([
    { name: 'requests', capacity: 2, per: '1s', counts, forgets: 'at_window_end' },
  ]);
  const verdicts = Array.from({ length: 9 }, () => counter.take(5000, usage));
  return verdicts.filter(({ retryAfterMs }) => retryAfterMs === undefined).length;
}

describe('the headers of what is left', () => {
  test('say when the window ends, in ms', () => {
    expect(leftHeaders('ms_left')).toEqual([
      { 'x-limit': '2', 'x-left': '1', 'x-reset': '6500' },
      { 'x-limit': '2', 'x-left': '0', 'x-reset': '6500' },
      { 'x-limit': '2', 'x-left': '0', 'x-reset': '6500' },
    ]);
  });

  test('or the moment, which is now while nothing was refused', () => {
    expect(leftHeaders('ms').map((one) => one['x-reset'])).toEqual(['13500', '13500', '20000']);
    expect(leftHeaders('s').map((one) => one['x-reset'])).toEqual(['14', '14', '20']);
  });
});

function leftHeaders(reset_unit: 'ms_left' | 'ms' | 's'): Readonly<Record<string, string>>[] {
  const counter = new RateLimits([
    {
      name: 'requests',
      capacity: 2,
      per: '10s',
      counts: 'private',
      forgets: 'at_window_end',
      left_headers: { limit: 'X-Limit', left: 'X-Left', reset: 'X-Reset', reset_unit },
    },
  ]);
  return [1, 2, 3].map(() => counter.take(13_500, request).headers);
}
