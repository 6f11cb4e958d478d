import { describe, expect, test } from 'vitest';
import { MalformedAnswerException } from '../exceptions.js';
import { Answer } from './answer.js';

const answer = new Answer(
  {
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.01' },
      null,
      { filterType: 'LOT_SIZE', stepSize: '0.1' },
    ],
    levels: [{ level: 1, fee: '0.2' }],
    notAList: { filterType: 'LOT_SIZE' },
    status: 'FILLED',
  },
  'GET /x',
);

describe('a row selected by one of its members', () => {
  test('is the first with that text', () => {
    expect(answer.text('filters[filterType=LOT_SIZE].stepSize')).toBe('0.1');
    expect(answer.text('filters[filterType=PRICE_FILTER].tickSize')).toBe('0.01');
  });

  test('may be told by a number', () => {
    expect(answer.text('levels[level=1].fee')).toBe('0.2');
  });

  test('is missing where no row has it, or where there is no list', () => {
    expect(answer.optionalDecimal('filters[filterType=NOTIONAL].minNotional')).toBeUndefined();
    expect(() => answer.text('filters[filterType=NOTIONAL].minNotional')).toThrow(MalformedAnswerException);
    expect(answer.has('notAList[filterType=LOT_SIZE]')).toBe(false);
    expect(answer.has('levels[toString=1]')).toBe(false);
  });
});

describe('rows that stand under names', () => {
  test('carry their name as a member', () => {
    const open = new Answer(
      { open: { 'OAB-1': { status: 'open', txid: 'x' }, 'OAB-2': '0.5' } },
      'POST /open',
    );
    const rows = open.rows('open', 'txid');
    expect(rows.map((row) => row.raw())).toEqual([
      { status: 'open', txid: 'OAB-1' },
      { value: '0.5', txid: 'OAB-2' },
    ]);
    expect(() => open.rows('none', 'txid')).toThrow(MalformedAnswerException);
  });
});

describe('a word read by a table', () => {
  test('is what the table says', () => {
    expect(answer.oneOf('status', { FILLED: 'COMPLETED' })).toBe('COMPLETED');
  });

  test('is no documented answer where the table lacks it', () => {
    expect(() => answer.oneOf('status', { NEW: 'PENDING' })).toThrow(/GET \/x: status is "FILLED"/);
    expect(() => new Answer({ status: 'constructor' }, 'x').oneOf('status', {})).toThrow(
      MalformedAnswerException,
    );
  });
});
