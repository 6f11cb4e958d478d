import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedAnswerException } from '../exceptions.js';
import { Answer } from './answer.js';

const answer = Answer.parse(
  '{"data":[{"x":"1.50","n":2,"ok":"1","none":null,"empty":""},{"x":1e-7}],"id":312269865356374016123,"map":{"XXBT":{"free":1}}}',
  'GET /thing',
);

describe('Answer', () => {
  it('reads by path', () => {
    expect(answer.text('data[0].x')).toBe('1.50');
    expect(answer.decimal('data[0].x').toString()).toBe('1.5');
    expect(answer.number('data[0].x')).toBe(1.5);
    expect(answer.integer('data[0].n')).toBe(2);
    expect(answer.flag('data[0].ok')).toBe(true);
    expect(answer.text('data[-1].x')).toBe('0.0000001');
    expect(answer.at('data').list()[1]?.text('x')).toBe('0.0000001');
    expect(answer.entries('map').map(([key, value]) => [key, value.number('free')])).toEqual([['XXBT', 1]]);
  });

  it('takes * for the first member, whatever its name', () => {
    const named = Answer.parse('{"result":{"XBTUSDT":[[1,"2"]],"last":1},"list":[1]}', 'GET /candles');
    expect(named.number('result.*[0][1]')).toBe(2);
    expect(named.at('result.*').list()).toHaveLength(1);
    expect(named.has('list.*')).toBe(false);
    expect(named.has('nowhere.*')).toBe(false);
    expect([new Answer({}, 'none').list('*'), named.list('list.*')]).toEqual([[], []]);
  });

  it('takes null, missing and "" for nothing where a number is optional', () => {
    expect(answer.optionalDecimal('data[0].none')).toBeUndefined();
    expect(answer.optionalNumber('data[0].empty')).toBeUndefined();
    expect(answer.optionalInteger('nowhere.at.all')).toBeUndefined();
    expect(answer.optionalText('data[0].empty')).toBe('');
    expect(answer.has('data[0].none')).toBe(false);
  });

  it('takes one of several texts, and nothing for what is not known', () => {
    const frame = new Answer([0, 'ou', [1]], 'frame');
    expect(frame.matches({ '[0]': '0', '[1]': ['on', 'ou'] })).toBe(true);
    expect(frame.matches({ '[1]': ['on', 'oc'] })).toBe(false);
    expect(frame.matches({ '[1]': undefined })).toBe(false);
    expect(frame.matches({ '[2]': 'ou' })).toBe(false);
    expect(frame.matches({ '[9]': undefined })).toBe(false);
  });

  it('tells kinds of values', () => {
    const frame = Answer.parse('[7,[1574698200000.1234567,"hb",{},null]]', 'frame');
    expect(
      ['[0]', '[1]', '[1][0]', '[1][1]', '[1][2]', '[1][3]', '[2]', ''].map((path) => frame.kind(path)),
    ).toEqual(['number', 'list', 'number', 'text', 'object', undefined, undefined, 'list']);
  });

  it('knows words of which only the beginning is fixed: the longest that fits, a whole word before all', () => {
    const table = { 'DONE*': 'done', 'DONE was: *': 'was', DONE: 'plain', ACTIVE: 'open' };
    const meaning = (word: string): string => new Answer({ word }, 'order').oneOf('word', table);
    expect(meaning('DONE')).toBe('plain');
    expect(meaning('DONE @ 107.6(-0.2)')).toBe('done');
    expect(meaning('DONE was: PARTIAL')).toBe('was');
    expect(() => meaning('ACTIVE @ 1')).toThrow(MalformedAnswerException);
    expect(() => meaning('ON HOLD')).toThrow('which is not known');
  });

  it('matches by texts of texts and numbers, and by true, false and null themselves', () => {
    const frame = new Answer({ e: 'kline', id: 7, ok: true, result: null, k: { i: '1m' } }, 'frame');
    expect(frame.matches({ e: 'kline', id: '7', 'k.i': '1m' })).toBe(true);
    expect(frame.matches({ id: 7, ok: true, result: null })).toBe(true);
    expect(frame.matches({ e: 'kline', 'k.i': '5m' })).toBe(false);
    expect(frame.matches({ result: false })).toBe(false);
    expect(frame.matches({ missing: null })).toBe(false);
    expect(frame.matches({})).toBe(true);
  });

  it('keeps ids of any length exact', () => {
    expect(answer.text('id')).toBe('312269865356374016123');
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (id) => {
        expect(Answer.parse(`{"id": ${id},"b":[-${id}]}`, 's').decimal('b[0]').neg().toFixed()).toBe(
          id.toString(),
        );
        expect(Answer.parse(`{"id": ${id}}`, 's').text('id')).toBe(id.toString());
      }),
    );
  });

  it('leaves long digits inside texts alone', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.bigInt({ min: 10n ** 16n, max: 10n ** 20n }), (value, id) => {
        const text = JSON.stringify({ note: `a": ${id}, \\" [${id}]`, value });
        expect(Answer.parse(text, 's').text('note')).toBe(JSON.parse(text).note);
      }),
    );
  });

  it('is not fooled by prototype names', () => {
    const hostile = Answer.parse(
      '{"__proto__":{"a":1},"constructor":{"b":2},"c":{"\\u005f_proto__":{"d":1}}}',
      's',
    );
    expect(hostile.has('__proto__')).toBe(false);
    expect(hostile.has('constructor')).toBe(false);
    expect(hostile.has('toString')).toBe(false);
    expect(hostile.entries('c')).toEqual([]);
  });

  it.each([
    [() => answer.text('data[5].x'), 'GET /thing: data[5].x is missing'],
    [() => answer.number('map'), 'GET /thing: map is no number'],
    [() => answer.integer('data[0].x'), 'GET /thing: data[0].x is no whole number'],
    [() => answer.list('map'), 'GET /thing: map is no list'],
    [() => answer.at('data[0]').flag('x'), 'GET /thing data[0]: x is neither true nor false'],
    [() => Answer.parse('<html>secret</html>', 'GET /p'), 'GET /p: HTML instead of a JSON answer'],
    [() => Answer.parse('', 'GET /p'), 'GET /p: an empty body instead of a JSON answer'],
    [() => Answer.parse('{"a":', 'GET /p'), 'GET /p: no valid JSON instead of a JSON answer'],
  ])('names request and path, never the body: %#', (read, message) => {
    expect(read).toThrow(new MalformedAnswerException(message));
  });

  it.each(['1E+400', '-1e400', '"1e400"'])('gives no infinity for %s', (text) => {
    const huge = Answer.parse(`{"a":${text}}`, 'GET /time');
    for (const read of [
      () => huge.number('a'),
      () => huge.optionalNumber('a'),
      () => huge.integer('a'),
      () => huge.optionalInteger('a'),
    ])
      expect(read).toThrow(new MalformedAnswerException('GET /time: a is no number'));
  });

  it('gives an infinity as no text and no decimal either', () => {
    const huge = Answer.parse('{"a":1E+400}', 'GET /time');
    for (const read of [() => huge.text('a'), () => huge.optionalText('a'), () => huge.decimal('a')])
      expect(read).toThrow(new MalformedAnswerException('GET /time: a is no number'));
    expect(huge.matches({ a: 'Infinity' })).toBe(false);
  });

  it('reads rows of numbers like every other answer', () => {
    const rows = Answer.parse('[[12345678901234567890,"0.10"],[2,"x"]]', 'GET /rows');
    expect(rows.table).toBeDefined();
    expect([rows.has('code'), rows.matches({ 'error.code': 1 }), rows.kind(), rows.kind('[0]')]).toEqual([
      false,
      false,
      'list',
      'list',
    ]);
    expect(rows.list().map((row) => [row.text('[0]'), row.text('[1]')])).toEqual([
      ['12345678901234567890', '0.10'],
      ['2', 'x'],
    ]);
    expect(() => rows.number('[2][0]')).toThrow('GET /rows: [2][0] is missing');
  });

  it('reads very deep JSON without falling over', () => {
    const depth = 200_000;
    const deep = Answer.parse(`{"__proto__":1,"a":${'['.repeat(depth)}${']'.repeat(depth)}}`, 's');
    expect(deep.has('a[0]')).toBe(true);
  });
});
