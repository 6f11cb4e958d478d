import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { interview, type Terminal } from '../../generators/questionnaire/interview/interview.js';
import { describeConformance, type ExchangeClass } from '../../sandbox/conformance/index.js';

/** A venue like OKX with its own way to sign, its own words for orders, its own errors and candles. */
const ANSWERS: readonly (readonly [question: string, answer: string])[] = [
  ['API like', 'okx_spot'],
  ['API documentation', 'https://docs.my-coins.test'],
  ['REST API', 'https://api.my-coins.test'],
  ['public stream', 'wss://stream.my-coins.test'],
  ['private stream', 'wss://private.my-coins.test'],
  ['BTC/USDT', 'BTC-USDT'],
  ['intervals', '1m=1m 1h=1H 1d=1Dutc'],
  ['differs', 'signing errors candles'],
  ['How does it sign', 'okx_spot'],
  ['headers of a signed', 'MC-K={api_key} MC-S={signature} MC-T={stamp} MC-P={passphrase}'],
  ['request of candles', 'GET /v2/bars?market=BTC-USDT&bar=1m&from=1700000000&to=1700000100&limit=100'],
  [
    'answer of candles',
    '{"code":"0","bars":[["1700000040","12","14","15","11","2","26"],["1699999980","10","12","13","9","3","33"]]}',
  ],
  [
    'error codes mean',
    'insufficient_balance=9001, get_unknown_order=9002, stale_timestamp=401/9003, bad_key=401/9004',
  ],
];

const root = await mkdtemp(join(tmpdir(), 'interviewed-'));
afterAll(() => rm(root, { recursive: true, force: true }));

const venue = await interview({
  cwd: root,
  name: 'my_coins',
  terminal: answering(ANSWERS),
  presets: ['okx_spot'],
  preview: () => [],
});
const folder = join(root, 'my_coins');
await cp(venue.folder, folder, { recursive: true });
const files = await renderConnector({ description: venue.description, wallet: true });
for (const [path, text] of files) await writeFile(join(folder, path), text);
const module: { Exchange?: ExchangeClass } = await import(pathToFileURL(join(folder, 'exchange.ts')).href);
if (module.Exchange === undefined) throw new Error(`${folder} exports no Exchange`);
describeConformance({ Exchange: module.Exchange, folder: pathToFileURL(`${folder}/`) });

it('has the answers in place of the style’s', () => {
  expect(venue.description.auth?.place.headers).toMatchObject({ 'MC-S': '{signature}' });
  expect(venue.description.errors.cases.bad_key).toMatchObject({ status: 401, code: '9004' });
  expect(venue.description.orders?.client_id.length).toBe(32);
});

/** Answers each question by the first text that it holds; what is not told takes the default. */
function answering(answers: typeof ANSWERS): Terminal {
  const answerTo = (message: string): string =>
    answers.find(([question]) => message.includes(question))?.[1] ?? '';
  return {
    text: ({ message, check, default: fallback }) => {
      const answer = answerTo(message) || (fallback ?? '');
      const problem = check(answer);
      if (problem !== undefined) throw new Error(`${message} ${answer}: ${problem}`);
      return Promise.resolve(answer);
    },
    choose: ({ message, choices }) => {
      if (message.startsWith('Something is wrong')) throw new Error('the description does not hold');
      return Promise.resolve(answerTo(message) || (choices[0]?.value ?? ''));
    },
    paste: (message) => Promise.resolve(answerTo(message)),
    show: (lines) => {
      if (lines.some((line) => line.startsWith('✗'))) throw new Error(lines.join('\n'));
    },
  };
}
