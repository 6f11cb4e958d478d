import { expect, test } from 'vitest';
import { statusMeaning, statusPattern } from './status-words.js';

test('a status word is whole, or begins what follows', () => {
  expect(['FILLED', 'DONE @ {fill_price}({fill_size})', 'LEFT*', 'A {{B}}'].map(statusPattern)).toEqual([
    'FILLED',
    'DONE @ *',
    'LEFT*',
    'A {B}',
  ]);
  const statuses = { 'DONE*': 'done', 'DONE was: {reason}': 'was', DONE: 'plain' };
  expect(['DONE', 'DONE.', 'DONE was: it', 'NEW'].map((text) => statusMeaning(statuses, text))).toEqual([
    'plain',
    'done',
    'was',
    undefined,
  ]);
});
