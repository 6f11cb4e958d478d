import { describe, expect, test } from 'vitest';
import { RateLimits } from './rate-limits.js';

const request = { weight: 1, isOrder: false };

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
