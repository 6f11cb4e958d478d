import { expect, test } from 'vitest';
import { MessageCounter } from './message-counter.js';

test('messages are counted over all channels, those without the member not', () => {
  const counter = new MessageCounter({ member: 'n', first: 0 });
  const said = ['{"channel":"a","n":7}', '{"channel":"a"}', '{"channel":"b","n":7}'];
  expect(said.map((text) => counter.numbered(text))).toEqual([
    '{"channel":"a","n":0}',
    '{"channel":"a"}',
    '{"channel":"b","n":1}',
  ]);
});

test('or those of each channel by themselves', () => {
  const counter = new MessageCounter({ member: 'n', each: 'channel', first: 1 });
  const said = ['{"channel":"a","n":7}', '{"channel":"b","n":7}', '{"channel":"a","n":7}'];
  expect(said.map((text) => counter.numbered(text))).toEqual([
    '{"channel":"a","n":1}',
    '{"channel":"b","n":1}',
    '{"channel":"a","n":2}',
  ]);
});
