import { describe, expect, it } from 'vitest';
import { MalformedAnswerException } from '../exceptions.js';
import { Answer } from '../http/answer.js';
import { candleReader } from './candle-reader.js';
import { intervalSeconds, intervalStart } from './interval.js';

const read = candleReader({ timestamp: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, unit: 'ms' });
const row = (minute: number, close = '4'): unknown[] => [
  minute * 60_000,
  '1',
  '5',
  '0.5',
  close,
  '12.345',
  'x',
];

describe('candleReader', () => {
  it('reads a row of columns', () => {
    expect(read(new Answer(row(1), 's'))).toEqual({
      timestamp: 60,
      open: 1,
      high: 5,
      low: 0.5,
      close: 4,
      volume: 12.345,
    });
    expect(Object.isFrozen(read(new Answer(row(1), 's')))).toBe(true);
  });

  it('reads objects by path, and every unit', () => {
    const places = {
      timestamp: 'k.t',
      open: 'k.o',
      high: 'k.h',
      low: 'k.l',
      close: 'k.c',
      volume: 'k.v',
    } as const;
    const told = {
      iso: '2023-11-14T22:14:00.000000000Z',
      s: 1_700_000_040,
      ms: 1_700_000_040_000,
      us: '1700000040000000',
      ns: '1700000040000000000',
    };
    for (const unit of ['iso', 's', 'ms', 'us', 'ns'] as const) {
      const frame = new Answer({ k: { t: told[unit], o: 1, h: 2, l: 0.5, c: 1.5, v: 3 } }, 's');
      expect(candleReader({ ...places, unit })(frame).timestamp).toBe(1_700_000_040);
    }
  });

  it.each([
    ['newest first', [3, 2, 1]],
    ['oldest first', [1, 2, 3]],
    ['unsorted, with doubles', [2, 3, 1, 2, 3]],
  ])('sorts a page that comes %s', (_words, minutes) => {
    const page = read.page(
      new Answer(
        minutes.map((minute) => row(minute)),
        's',
      ),
    );
    expect(page.map(({ timestamp }) => timestamp)).toEqual([60, 120, 180]);
  });

  it('reads a page of numbers and texts from its text as it does from its values', () => {
    const text = JSON.stringify([3, 1, 2, 3].map((minute) => row(minute)));
    expect(Answer.parse(text, 's').table).toBeDefined();
    expect(read.page(Answer.parse(text, 's'))).toEqual(read.page(new Answer(JSON.parse(text), 's')));
    const bad = Answer.parse(JSON.stringify([row(1), row(2, 'x')]), 'GET /klines');
    expect(() => read.page(bad)).toThrow("GET /klines: the candle's close is missing or no number");
  });

  it.each([['', 'x', null, undefined, {}, Infinity]].flat())('names the field that is %s', (close) => {
    const bad = new Answer([60_000, '1', '5', '0.5', close, '1'], 'GET /klines');
    expect(() => read(bad)).toThrow("GET /klines: the candle's close is missing or no number");
  });

  it.each([
    [['-5', '5', '4', '4', '1'], 'open is below zero'],
    [['0', '5', '4', '4', '1'], 'open is no price'],
    [['4', '5', '-4', '4', '1'], 'low is below zero'],
    [['4', '5', '4', '0.0', '1'], 'close is no price'],
    [['4', '5', '4', '4', '-1'], 'volume is below zero'],
    [['4', '3', '4', '4', '1'], 'high is below its low'],
    [['4', '1e400', '4', '4', '1'], 'high is missing or no number'],
  ])('refuses %j from values and from a text, and names the field', (amounts, words) => {
    const rows = [row(1), [120_000, ...amounts, 'x']];
    const refused = `GET /klines: the candle's ${words}`;
    expect(() => read(new Answer(rows[1], 'GET /klines'))).toThrow(refused);
    expect(() => read.page(new Answer(rows, 'GET /klines'))).toThrow(refused);
    expect(() => read.page(Answer.parse(JSON.stringify(rows), 'GET /klines'))).toThrow(refused);
  });

  it('leaves out of a page what nobody traded in, and refuses one that was traded in without prices', () => {
    const seconds = candleReader({ timestamp: 0, open: 1, high: 2, low: 3, close: 4, volume: 5, unit: 's' });
    const traded = '[60,1,1,1,1,1]';
    for (const untraded of [
      '[120,0,0,0,0,0]',
      '[120,null,null,null,null,0]',
      '[120,"0.00","0","0","0","0.0"]',
    ]) {
      const page = seconds.page(Answer.parse(`[${traded},${untraded}]`, 'GET /klines'));
      expect(page.map(({ timestamp }) => timestamp)).toEqual([60]);
    }
    for (const broken of ['[120,0,0,0,0,5]', '[120,null,null,null,null,null]', '[120,1,1,1,0,0]']) {
      expect(() => seconds.page(Answer.parse(`[${traded},${broken}]`, 'GET /klines'))).toThrow(
        MalformedAnswerException,
      );
    }
  });

  it('takes a candle that opens beyond its range, as some venues tell them, and one without volume', () => {
    const candle = read(new Answer([60_000, '6', '5', '4', '4', '0'], 's'));
    expect(candle).toMatchObject({ open: 6, high: 5, low: 4, volume: 0 });
  });

  it('reads ISO times without a zone as UTC', () => {
    const readIso = candleReader({
      timestamp: 't',
      open: 'p',
      high: 'p',
      low: 'p',
      close: 'p',
      volume: 'p',
      unit: 'iso',
    });
    const at = (t: string): number => readIso(new Answer({ t, p: 1 }, 'test')).timestamp;
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Asia/Seoul';
    try {
      expect(at('2018-11-22T13:47:00')).toBe(1542894420);
      expect(at('2018-11-22 13:47:00')).toBe(1542894420);
      expect(at('2018-11-22 13:47:00.250')).toBe(1542894420);
      expect(at('2018-11-22T22:47:00+09:00')).toBe(1542894420);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('refuses what is no list', () => {
    expect(() => read.page(new Answer({}, 'GET /klines'))).toThrow('the candles are no list');
  });
});

describe('intervals', () => {
  it.each([
    ['1s', 1],
    ['1m', 60],
    ['4h', 14_400],
    ['1d', 86_400],
    ['1w', 604_800],
  ])('%s has %d seconds', (interval, seconds) => {
    expect(intervalSeconds(interval)).toBe(seconds);
  });

  it.each(['', '0m', '1M', 'm', '1.5m', '-1m', '1m '])('"%s" is none', (interval) => {
    expect(() => intervalSeconds(interval)).toThrow(RangeError);
  });

  it('starts weeks on Mondays', () => {
    const monday = Date.UTC(2023, 10, 13) / 1000;
    expect(intervalStart(Date.UTC(2023, 10, 15, 12) / 1000, 604_800)).toBe(monday);
    expect(intervalStart(monday, 604_800)).toBe(monday);
    expect(intervalStart(1_700_000_041, 60)).toBe(1_700_000_040);
  });
});
