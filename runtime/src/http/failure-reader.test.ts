import { describe, expect, it } from 'vitest';
import { Answer } from './answer.js';
import { failureReader } from './failure-reader.js';

const binance = failureReader({
  code: 'code',
  message: 'msg',
  kinds: {
    '-2010:insufficient balance': 'insufficient-balance',
    '-2010': 'invalid-order',
    '-1021': 'clock-skew',
  },
});
const okx = failureReader({
  ok: { path: 'code', equals: '0' },
  code: ['data[0].sCode', 'code'],
  message: ['data[0].sMsg', 'msg'],
  kinds: { '51008': 'insufficient-balance' },
});
const kraken = failureReader({
  code: 'error[0]',
  message: 'error[0]',
  kinds: { 'EOrder:Insufficient funds': 'insufficient-balance', EGeneral: 'invalid-order' },
});

/** No codes at all; whatever stands at the error's place is one. */
const wordy = failureReader({
  ok: [
    { path: 'rows[0].error', equals: [] },
    { path: 'status', equals: 'ok' },
  ],
  code: ['rows[0].error', 'status'],
  message: ['rows[0].error', 'response'],
  kinds: { ':insufficient spot balance': 'insufficient-balance', 'err:does not exist': 'credentials' },
});

/** Arrays throughout: an error begins with a word, other answers are lists of their own. */
const arrays = failureReader({
  ok: { path: '[6]', equals: 'SUCCESS' },
  failed: { '[0]': 'error' },
  code: ['[6]', '[1]'],
  message: ['[7]', '[2]'],
  kinds: {
    '10001:Invalid order': 'invalid-order',
    '10001:not enough balance': 'insufficient-balance',
    'ERROR:not found': 'order-not-found',
  },
  refusals: ['10001:Invalid order', '10001:not enough balance'],
});

const readArray = (value: unknown) => arrays(new Answer(value, 'test'), 200);

describe('failureReader', () => {
  it('takes for a failure what is marked as one, and lists of rows for none', () => {
    expect(readArray(['error', 10001, 'Invalid order: price'])).toMatchObject({ kind: 'invalid-order' });
    expect(readArray([1, 'on-req', null, null, [], null, 'ERROR', 'Order not found.'])?.kind).toBe(
      'order-not-found',
    );
    expect(readArray([1, 'on-req', null, null, [], null, 'SUCCESS', 'done'])).toBeUndefined();
    expect(readArray([[1], [2], [3], [4], [5], [6], [7]])).toBeUndefined();
    expect(readArray([])).toBeUndefined();
  });

  it('goes by the longest part of the message', () => {
    const failure = arrays(new Answer(['error', 10001, 'Invalid order: not enough balance'], 'test'), 500);
    expect(failure).toMatchObject({ kind: 'insufficient-balance', isRefusal: true });
  });

  it('leaves the outcome unknown where a code that refuses comes with other words', () => {
    const failure = arrays(new Answer(['error', 10001, 'generic: error'], 'test'), 500);
    expect(failure).toEqual({ kind: 'unavailable', code: '10001', message: 'generic: error' });
  });

  it('knows the codes that refuse under HTTP 500: the venue certainly did not act', () => {
    const read = failureReader({
      code: 'code',
      message: 'message',
      kinds: { '306': 'insufficient-balance' },
      refusals: ['306'],
    });
    const failure = (code: number) => read(new Answer({ code, message: 'no' }, 'test'), 500);
    expect(failure(306)).toEqual({
      kind: 'insufficient-balance',
      code: '306',
      message: 'no',
      isRefusal: true,
    });
    expect(failure(999)).toEqual({ kind: 'unavailable', code: '999', message: 'no' });
  });

  it.each([
    [
      binance,
      { code: -2010, msg: 'Account has insufficient balance for requested action.' },
      400,
      'insufficient-balance',
    ],
    [binance, { code: -2010, msg: 'Duplicate order sent.' }, 400, 'invalid-order'],
    [binance, { code: -9, msg: '?' }, 400, 'other'],
    [binance, {}, 503, 'unavailable'],
    [binance, {}, 418, 'rate-limit'],
    [okx, { code: '1', data: [{ sCode: '51008', sMsg: 'Insufficient' }] }, 200, 'insufficient-balance'],
    [okx, { code: '50011', data: [] }, 429, 'rate-limit'],
    [
      wordy,
      { status: 'ok', rows: [{ error: 'Insufficient spot balance asset=1' }] },
      200,
      'insufficient-balance',
    ],
    [wordy, { status: 'err', response: 'Wallet 0x1 does not exist.' }, 200, 'credentials'],
    [wordy, { status: 'ok', rows: [{ error: 'Another reason' }] }, 200, 'other'],
    [kraken, { error: ['EOrder:Insufficient funds'] }, 200, 'insufficient-balance'],
    [kraken, { error: ['EGeneral:Invalid arguments:volume'] }, 200, 'invalid-order'],
  ] as const)('tells what an error means: %#', (reader, body, status, kind) => {
    expect(reader(new Answer(body, 's'), status)?.kind).toBe(kind);
  });

  it.each([
    [binance, { orderId: 1 }],
    [binance, []],
    [okx, { code: '0', data: [{ sCode: '0' }] }],
    [okx, { anything: 1 }],
    [kraken, { error: [], result: {} }],
    [wordy, { status: 'ok', rows: ['success'] }],
  ] as const)('finds none in a success: %#', (reader, body) => {
    expect(reader(new Answer(body, 's'), 200)).toBeUndefined();
  });
});
