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
