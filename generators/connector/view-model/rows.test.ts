import { describe, expect, test } from 'vitest';
import { listCode, placedFields, rowFields } from './rows.js';
import { durationMs, timeExpression } from './time.js';

describe('fields that lie in one place', () => {
  test('are read from there', () => {
    expect(placedFields({ order_id: 'event.i', status: { path: 'event.X', equals: 'NEW' } })).toEqual({
      place: 'event',
      fields: { order_id: 'i', status: { path: 'X', equals: 'NEW' } },
    });
    expect(placedFields({ order_id: 'data[0].ordId', fee: { sum: ['data[0].a', 'data[0].b'] } })).toEqual({
      place: 'data[0]',
      fields: { order_id: 'ordId', fee: { sum: ['a', 'b'] } },
    });
  });

  test('stay as they are where they do not', () => {
    for (const fields of [
      { order_id: 'id', status: 'idle.state' },
      { order_id: 'a.x', status: 'ab.y' },
      { open: '[1]', close: '[2]' },
    ]) {
      expect(placedFields(fields)).toEqual({ place: '', fields });
    }
  });
});

test('rows that stand under names get their name as a member', () => {
  expect(listCode('answer', { items: 'result', key: 'asset' })).toBe(`answer.rows('result', 'asset')`);
  expect(rowFields({ key: 'asset', fields: { free: 'balance' } })).toEqual({
    free: 'balance',
    asset: 'asset',
  });
  expect(listCode('answer', { items: '' })).toBe('answer.list()');
});

describe('a time in the unit of the venue', () => {
  test.each([
    ['s', 0, '1700000000'],
    ['ms', -1, '1699999999999'],
    ['us', 1, '1700000000000001'],
    ['ns', 1, '1700000000000000001'],
    ['iso', 0, '2023-11-14T22:13:20.000Z'],
  ] as const)('%s, shifted by %s', (unit, shift, expected) => {
    const { code } = timeExpression('start', shift, unit);
    // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- what the generated code means is what is tested
    expect(String(new Function('start', `return ${code};`)(1_700_000_000))).toBe(expected);
  });

  test('durations are counted in milliseconds', () => {
    expect(['500ms', '5s', '2m', '1h', '1d'].map(durationMs)).toEqual([
      500, 5000, 120_000, 3_600_000, 86_400_000,
    ]);
  });
});
