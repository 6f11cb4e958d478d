import { RequestTimeoutException } from 'ats-runtime';
import { expect, test } from 'vitest';
import { classNames, errorText, rejectionOf } from './errors.js';

const timeout = new RequestTimeoutException('GET /time: no answer', { outcomeUnknown: true });

test('an error is known by the names of its classes', () => {
  expect(classNames(timeout)).toContain('ExchangeConnectionException');
  expect(classNames(timeout)[0]).toBe('RequestTimeoutException');
  expect(classNames('no error')).toEqual([]);
});

test('another copy of a class is the same class', async () => {
  const { OtherCopy } = { OtherCopy: class ExchangeConnectionException extends Error {} };
  await expect(
    rejectionOf(Promise.reject(new OtherCopy('down')), 'connect', 'ExchangeConnectionException'),
  ).resolves.toBeInstanceOf(OtherCopy);
});

test('a success or another error is a failure of the check', async () => {
  await expect(rejectionOf(Promise.resolve(1), 'connect', 'AtsException')).rejects.toThrow(
    'expected connect to be refused with AtsException; found it gave 1',
  );
  await expect(rejectionOf(Promise.reject(new TypeError('x')), 'connect', 'AtsException')).rejects.toThrow(
    'found TypeError: x',
  );
});

test('the text of an error holds its causes', () => {
  expect(errorText(new Error('outer', { cause: timeout }))).toContain('GET /time: no answer');
});
