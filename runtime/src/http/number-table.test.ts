import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOf } from '../data/number-text.js';
import { readNumberTable } from './number-table.js';

describe('readNumberTable', () => {
  it('reads numbers, texts of numbers and other texts', () => {
    const table = readNumberTable('[[1700000000000,"35000.10","-1e-7","true",-0.5],["+5",0,"12,5","","]"]]');
    expect(table?.rowCount).toBe(2);
    const row = (at: number): unknown[] =>
      Array.from({ length: 7 }, (_, column) => table?.number(at, column - 1));
    expect(row(0)).toEqual([NaN, 1_700_000_000_000, 35_000.1, -1e-7, NaN, -0.5, NaN]);
    expect(row(1)).toEqual([NaN, 5, 0, NaN, NaN, NaN, NaN]);
  });

  const plain = fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !String(value).includes('e')),
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map((digits) => Number(digits)),
    fc.stringMatching(/^-?\d{1,20}(\.\d{1,20})?$/),
    fc.stringMatching(/^[ !#-[\]-~]{0,12}$/),
  );
  const tables = fc
    .integer({ min: 1, max: 8 })
    .chain((columns) =>
      fc.array(fc.array(plain, { minLength: columns, maxLength: columns }), { minLength: 1 }),
    );

  it('reads every table of plain cells as JSON.parse does', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        expect(readNumberTable(JSON.stringify(rows))).toBeDefined();
        expect(differences(JSON.stringify(rows))).toEqual([]);
      }),
    );
  });

  it('takes nothing for a table that is no JSON or another one', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      ',',
      '"',
      '-',
      '.',
      '0',
      '12',
      'e5',
      '\\',
      '\u0000',
      ' ',
      'é',
      'null',
      '{}',
    );
    const edits = fc.array(
      fc.record({ place: fc.nat(), cut: fc.nat(2), put: fc.oneof(piece, fc.constant('')) }),
    );
    fc.assert(
      fc.property(tables, edits, (rows, changes) => {
        const edited = changes.reduce((text, { place, cut, put }) => {
          const at = place % (text.length + 1);
          return text.slice(0, at) + put + text.slice(at + cut);
        }, JSON.stringify(rows));
        expect(differences(edited)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { what: 'a padded number', text: '[[01]]' },
    { what: 'a point behind all digits', text: '[[1.]]' },
    { what: 'a point before all digits', text: '[[.5]]' },
    { what: 'a sign alone', text: '[[-]]' },
    { what: 'rows of unequal length', text: '[[1,2],[3]]' },
    { what: 'rows of unequal length in sum', text: '[[1],[2,3,4]]' },
    { what: 'more behind it', text: '[[1]]]' },
    { what: 'less', text: '[[1]' },
    { what: 'a comma before the end', text: '[[1],]' },
    { what: 'letters whose low byte is plain', text: '[["\u0131"]]' },
    { what: 'escapes', text: '[["a\\"b"]]' },
    { what: 'rows without cells', text: '[[]]' },
    { what: 'a text that is larger than a page', text: `[["${'a'.repeat(2 ** 20)}"]]` },
  ])('leaves $what to JSON.parse', ({ text }) => expect(readNumberTable(text) === undefined).toBe(true));

  it('keeps what it read while it reads another', () => {
    const first = readNumberTable('[[1,"2"]]');
    readNumberTable('[[3,"4"]]');
    expect([first?.number(0, 0), first?.number(0, 1), first?.values()]).toEqual([1, 2, [[1, '2']]]);
  });
});

/** What a text that is taken for a table says otherwise than JSON.parse says it. */
function differences(text: string): unknown[] {
  const table = readNumberTable(text);
  if (table === undefined) return [];
  const rows: (string | number)[][] = JSON.parse(text);
  const columns = Array.from({ length: (rows[0]?.length ?? 0) + 1 }, (_, column) => column);
  const told = rows.map((_, row) => columns.map((column) => table.number(row, column)));
  const meant = rows.map((row) =>
    columns.map((column) => {
      const cell = row[column];
      return typeof cell === 'number' ? cell : cell === undefined ? NaN : numberOf(cell);
    }),
  );
  return isDeepStrictEqual([table.values(), table.rowCount, told], [rows, rows.length, meant])
    ? []
    : [told, meant];
}
