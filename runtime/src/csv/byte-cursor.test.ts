import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteCursor } from './byte-cursor.js';
import { secondsFromText } from './field-text.js';

describe('ByteCursor.number', () => {
  it.each([
    ['plain decimals', fc.tuple(digits(12), digits(12)).map(([whole, part]) => `${whole}.${part}`)],
    ['integers', digits(22)],
    ['what a double prints', fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)],
    [
      'more digits than a double holds',
      fc.tuple(digits(6), digits(20)).map(([whole, part]) => `${whole}.${part}`),
    ],
    ['exponents', fc.tuple(digits(4), fc.integer({ min: -330, max: 310 })).map(([n, e]) => `${n}e${e}`)],
    [
      'no digit before or behind the point',
      digits(9).chain((n) => fc.constantFrom(`.${n}`, `${n}.`, `+${n}`)),
    ],
  ])('reads %s bit for bit as Number does', (_, texts) => {
    fc.assert(
      fc.property(texts, fc.boolean(), fc.constantFrom(',', '\n', '\r\n'), (text, isNegative, end) => {
        const field = isNegative && /^[\d.]/.test(text) ? `-${text}` : text;
        const { value, at } = read('number', field + end);
        expect(value).toBe(Number(field));
        expect(at).toBe(field.length);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    // The digits lie next to the middle of two doubles, where the fast way must not decide.
    '9007199254740993',
    '9007199254740992.5',
    '4503599627370497.5',
    '0.500000000000000111',
    '900719925474099.25',
    '179769313486231570',
  ])('rounds %s as Number does', (text) => {
    expect(read('number', `${text},`).value).toBe(Number(text));
  });

  it('reads quoted and padded numbers', () => {
    expect(read('number', '"29103.94",').value).toBe(29103.94);
    expect(read('number', ' 29103.94 ,').value).toBe(29103.94);
  });

  it.each(['', '-', '.', 'abc', '1.2.3', '0x10', '1;5', 'NaN', 'Infinity', '1 000', '--1', '1-'])(
    'takes %j for no number',
    (text) => expect(read('number', `${text},`).value).toBeNaN(),
  );
});

describe('ByteCursor.time', () => {
  const seconds = Date.UTC(2022, 4, 12, 0, 0, 3) / 1000;

  it.each([
    '2022-05-12 00:00:03+00:00',
    '2022-05-12T00:00:03Z',
    '2022-05-12T00:00:03',
    '2022-05-12T02:00:03+02:00',
    '2022-05-11T18:30:03-05:30',
    '2022-05-12T02:00:03+0200',
    '2022-05-12T02:00:03+02',
    '2022-05-12 00:00:03.999 Z',
    '2022-05-12T00:00:03.999Z',
    '2022-05-12T02:00:03.5+02:00',
    '2022-05-12T00:00:03.000000+00:00',
    '"2022-05-12 00:00:03+00:00"',
    `${seconds}`,
    `${seconds}.0`,
    `${seconds}000`,
    `${seconds}999`,
    `${seconds}000000`,
    `${seconds}000000000`,
  ])('reads %s', (text) => {
    const { value, at } = read('time', `${text},1`);
    expect(value).toBe(seconds);
    expect(at).toBe(text.length);
  });

  it('reads a date alone as its midnight and a time without seconds', () => {
    expect(read('time', '2022-05-12,').value).toBe(seconds - 3);
    expect(read('time', '2022-05-12 00:00,').value).toBe(seconds - 3);
  });

  it.each([
    'soon',
    '',
    '2022-02-29 00:00:00+00:00',
    '2022-13-01 00:00:00+00:00',
    '2022-05-12 24:00:00+00:00',
    '2022-05-12 00:60:00+00:00',
    '2022-05-12 00:00:00.',
    '2022-05-12 00:00:00.x',
    '2022-05-12 00:00:61+00:00',
    '2022-05-12 00:00:00+00:00x',
    '2022/05/12 00:00:00',
    '12.05.2022',
  ])('takes %j for no time', (text) => expect(read('time', `${text},`).value).toBeNaN());

  it('reads any second and offset as Date does, on its fast way and on the other', () => {
    const times = fc.integer({ min: -30_000_000_000, max: 100_000_000_000 });
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(times, offsets, fc.constantFrom(' ', 'T'), (time, offset, separator) => {
        const local = new Date((time + offset * 60) * 1000).toISOString().slice(0, 19);
        const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
        const text = `${local.replace('T', separator)}${offset < 0 ? '-' : '+'}${clock}`;
        expect(read('time', `${text},`).value).toBe(time);
        expect(secondsFromText(text)).toBe(time);
      }),
      { numRuns: 1000 },
    );
  });
});

function read(kind: 'number' | 'time', text: string): { value: number; at: number } {
  const cursor = new ByteCursor();
  cursor.load(Buffer.from(`${text}\n`));
  return { value: cursor[kind](), at: cursor.at };
}

function digits(max: number) {
  return fc.stringMatching(new RegExp(`^[0-9]{1,${max}}$`));
}
