import { describe, expect, it } from 'vitest';
import { parseSample } from '../../../venues/infer/parse-sample.js';
import { candleStreamOf } from './candle-stream.js';
import { describeVenue } from './describe.js';
import type { Answers } from './draft-parts.js';
import { withProposal } from './proposals.js';
import { authOf, loadSignings, payloadOf } from './signing.js';
import { SCRATCH, stepsFor } from './steps.js';
import { loadStyle } from './styles.js';

const signings = await loadSignings(['binance_spot', 'kraken_spot']);
const style = await loadStyle(SCRATCH);
const steps = (answers: Answers = {}) => stepsFor(answers, style, signings);
const ids = (answers: Answers): readonly string[] => steps(answers).map(({ id }) => id);
const problem = (id: string, answer: string, answers: Answers = {}): string | undefined =>
  steps(answers)
    .find((step) => step.id === id)
    ?.check(answer);

describe('answers that contradict each other are refused as they are typed', () => {
  const signed = { signing: 'custom', credentials: 'api_key api_secret' };
  it.each([
    ['sides', 'buy=B sell=B', 'B cannot mean both buy and sell', {}],
    ['types', 'limit=LIMIT', 'give both words', {}],
    ['statuses', 'NEW=PENDING NEW=COMPLETED X=CANCELLED', 'NEW is there twice', {}],
    ['statuses', 'NEW=PENDING X=CANCELLED', 'no word means COMPLETED', {}],
    ['statuses', 'NEW=OPEN', 'NEW is to be one of PENDING', {}],
    ['codes', 'insufficient_balance=7 get_unknown_order=7', '7 cannot mean both', {}],
    ['codes', 'insufficient_balance=7', 'has to know get_unknown_order', {}],
    ['codes', 'insuficient_balance=7', 'did you mean insufficient_balance', {}],
    ['headers', 'K={api_key} P={passphrase}', '{passphrase} is none of the credentials', signed],
    ['headers', 'K', 'write name=value', signed],
    [
      'sent',
      'none',
      'neither a header nor a parameter is {signature}',
      { ...signed, headers: 'K={api_key}' },
    ],
    ['credentials', 'api_key', 'name it', signed],
    ['credentials', 'api_key password', 'there is no credential password', signed],
    ['payload', '{stamp} + md5({body})', 'write placeholders', signed],
    ['client_id', 'A-Z 3', 'from 8 to 128', {}],
    ['stream', 'https://x.test', 'give an address such as wss://host', {}],
    [
      'request:place_order',
      'POST /o {"symbol":"BTC","side":"buy","type":"limit","qty":"1","price":"1"}',
      'client_order_id',
      {},
    ],
    ['request:place_order', 'POST /o {"symbol":"BTC"}', 'write a form', { sent: 'sig={signature}' }],
    ['request:get_order', 'GET /o?orderId=7', 'no parameter is client_order_id', {}],
    ['headers', 'aB3'.repeat(20), 'looks like a key or secret', signed],
  ] as const)('%s: %s', (id, answer, expected, answers) => {
    expect(problem(id, answer, answers)).toContain(expected);
  });

  it('a sample of 10 MB is refused without being read', () => {
    expect(parseSample(`{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`)).toMatchObject({
      problem: expect.stringContaining('larger than 1 MB'),
    });
  });
});

describe('what is asked', () => {
  it('follows from what was answered', () => {
    expect(ids({})).not.toContain('headers');
    expect(ids({ signing: 'binance_spot' })).not.toContain('payload');
    expect(ids({ signing: 'custom' })).toEqual(expect.arrayContaining(['payload', 'encoding', 'headers']));
    expect(ids({ signing: 'jwt' })).toEqual(expect.arrayContaining(['claims', 'algorithm']));
    expect(ids({ stream: 'none' })).not.toContain('sample:subscribe');
    expect(ids({ 'request:fees': 'none' })).not.toContain('sample:fees');
  });

  it('offers the words that the samples show, in their letters', () => {
    const row = { orderId: '7', status: 'OPEN', side: 'SELL', type: 'LIMIT' };
    const asked = steps({ 'sample:get_order': JSON.stringify(row) });
    const offered = (id: string): string | undefined => asked.find((step) => step.id === id)?.default;
    expect(offered('sides')).toBe('buy=BUY sell=SELL');
    expect(offered('statuses')).toBe(
      'OPEN=PENDING PARTIALLY_FILLED=PARTIALLY_FILLED FILLED=COMPLETED CANCELED=CANCELLED REJECTED=REJECTED',
    );
  });

  it('offers the way to sign of a venue that names its key alike', () => {
    const [signing] = steps().filter(({ id }) => id === 'signing');
    if (signing === undefined) throw new Error('signing is not asked for');
    const proposals = { key_headers: { answer: 'Api-Key', reason: 'r', isSure: true } };
    expect(withProposal(signing, proposals, signings).step.choices?.[0]?.value).toBe('kraken_spot');
  });
});

describe('signing', () => {
  it('takes a header of several words, such as a token for each request', () => {
    const auth = authOf({ signing: 'jwt', headers: 'Authorization=Bearer {token}', sent: 'none' }, signings);
    expect(auth?.place).toEqual({ headers: { Authorization: 'Bearer {token}' } });
    expect(problem('headers', 'Authorization=Bearer {token}', { signing: 'jwt' })).toBeUndefined();
  });

  it('takes a known way with the venue’s own names', () => {
    const answers = {
      signing: 'binance_spot',
      headers: 'X-K={api_key}',
      sent: 't={stamp} sig={signature}',
      stamp: 's',
    };
    expect(authOf(answers, signings)).toMatchObject({
      stamp: { unit: 's' },
      params: { t: '{stamp}' },
      signature: { algorithm: 'hmac-sha256', payload: ['{query}', '{body}'] },
      place: { headers: { 'X-K': '{api_key}' }, params: { sig: '{signature}' } },
    });
  });

  it('keeps what a known way says where nothing is answered', () => {
    const { vectors: _theirs, ...kraken } = signings.get('kraken_spot') ?? { vectors: undefined };
    expect(authOf({ signing: 'kraken_spot' }, signings)).toEqual(kraken);
  });

  it('reads a recipe', () => {
    expect(payloadOf(String.raw`{method}\n + sha512({body}) as hex + {stamp}`)).toEqual([
      '{method}\n',
      { digest: 'sha512', of: ['{body}'], as: 'hex' },
      '{stamp}',
    ]);
  });
});

it('a code that good answers have too means success, and codes are written as the venue writes them', () => {
  const answers = {
    'sample:error': '{"retCode":7,"retMsg":"no"}',
    'sample:server_time': '{"retCode":0,"time":1700000000000}',
    'request:server_time': 'GET /time',
    codes: 'bad_key=500/12, rate_limit=13',
  };
  const { text } = describeVenue(answers, style, signings);
  expect(text).toMatch(/ok:\s+- "0"/);
  expect(text).toMatch(/bad_key:\s+status: 500\s+code: 12/);
  expect(text).toMatch(/rate_limit:\s+status: 200\s+code: 13/);
});

describe('a candle stream', () => {
  const answers = { stream: 'wss://s.test', symbol: 'BTCUSDT', intervals: '1m=1 1h=60' };

  it('knows market and interval in whatever spelling the message has', () => {
    const described = candleStreamOf({
      ...answers,
      'sample:subscribe': '{"op":"subscribe","args":["kline.1.btcusdt"],"id":3}',
      'sample:acknowledged': '{"success":true,"id":3}',
      'sample:stream_candle':
        '{"topic":"kline.1.btcusdt","data":[{"start":1700000040000,"open":"1","high":"2","low":"1","close":"2","volume":"9"}]}',
    });
    expect(described).toMatchObject({
      subscribe: { op: 'subscribe', args: ['kline.{interval}.{symbol|lower}'], id: 3 },
      acknowledged: { match: { success: true }, echo: { id: 'id' } },
      frame: { match: { topic: 'kline.{interval}.{symbol|lower}' } },
    });
  });

  it('is none where candles are polled', () => {
    expect(candleStreamOf({ ...answers, stream: 'none', 'sample:subscribe': '{}' })).toBeUndefined();
  });
});
