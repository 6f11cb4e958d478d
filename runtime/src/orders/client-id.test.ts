import { expect, test } from 'vitest';
import { ManualClock } from '../test-support/manual-clock.js';
import { ClientIds } from './client-id.js';

const clock = new ManualClock();

function idsOf(charset: string, length: number, random: () => number = Math.random): ClientIds {
  return new ClientIds({ charset, length }, { clock, random });
}

test('ids of digits are numbers that come back as they were sent', () => {
  for (const chance of [0, 0.5, 0.999]) {
    const ids = idsOf('0-9', 13, () => chance);
    for (let count = 0; count < 20; count += 1) {
      const id = ids.next();
      expect(id).toMatch(/^[1-9]\d{12}$/);
      expect(String(Number(id))).toBe(id);
    }
  }
  expect(idsOf('0-9', 13).fault('0123')).toBe('may not begin with 0');
  expect(idsOf('a-f0-9', 13).fault('0123')).toBeUndefined();
});

test('two processes at the same moment make different ids, however short', () => {
  const [one, other] = [idsOf('0-9', 13, () => 0.1), idsOf('0-9', 13, () => 0.6)];
  expect(one.next()).not.toBe(other.next());
  expect(idsOf('a-z', 8).next()).toHaveLength(8);
});
