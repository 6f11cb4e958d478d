import { expect, test } from 'vitest';
import { Decimal } from '../decimal.js';
import { MalformedAnswerException, OrderNotFoundException } from '../exceptions.js';
import { feesIn } from './fees-in.js';
import { knownId } from './known-id.js';

test('an order without an id is not found', () => {
  expect(knownId('42')).toBe('42');
  expect(() => knownId(undefined)).toThrow(OrderNotFoundException);
});

test('a fee that is zero or not told is none, whatever its asset', () => {
  expect(feesIn(undefined, new Decimal(0))).toEqual(new Map());
  expect(feesIn('USDT', undefined)).toEqual(new Map());
});

test('a fee needs an asset', () => {
  expect(feesIn('USDT', new Decimal('0.5'))).toEqual(new Map([['USDT', new Decimal('0.5')]]));
  expect(() => feesIn(undefined, new Decimal('0.5'))).toThrow(MalformedAnswerException);
});
