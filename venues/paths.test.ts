import { expect, test } from 'vitest';
import { readPath, writePath } from './paths.js';

test('* is the first member of an object, whatever its name', () => {
  const document = { result: { XBTUSDT: [[1, '2']], last: 1 }, list: [1] };
  expect(readPath(document, 'result.*[0][1]')).toBe('2');
  expect(readPath(document, 'list.*')).toBeUndefined();
  expect(readPath({ result: {} }, 'result.*')).toBeUndefined();
  expect(writePath(document, 'result.*', [])).toBe(true);
  expect(document.result.XBTUSDT).toEqual([]);
  expect(writePath({ result: {} }, 'result.*', 1)).toBe(false);
});

test('a member is written as an own one, whatever its name', () => {
  const document: unknown = JSON.parse('{"__proto__": {}, "constructor": 1, "a": {}}');
  expect(writePath(document, '__proto__', { polluted: true })).toBe(true);
  expect(writePath(document, 'constructor', 2)).toBe(true);
  expect(writePath(document, 'a.__proto__', { polluted: true })).toBe(true);
  expect(JSON.stringify(document)).toBe(
    '{"__proto__":{"polluted":true},"constructor":2,"a":{"__proto__":{"polluted":true}}}',
  );
  expect(readPath(document, 'polluted')).toBeUndefined();
  expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
});
