import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { interview, type Terminal } from './interview.js';

const DOCUMENTATION = readFileSync(
  new URL('../../../test/fixtures/documentation.md', import.meta.url),
  'utf8',
);
const SIGNING = `payload = timestamp + method + requestPath + '\\n' + body
sign = crypto.createHmac('sha512', secret).update(payload).digest('base64') // timestamp in seconds
MC-Key: apiKey
MC-Sign: sign
MC-Time: timestamp`;

/** Answers each question by the first text it holds, and counts. */
function person(answers: Readonly<Record<string, string>>): Terminal & { readonly asked: string[] } {
  const asked: string[] = [];
  const answerTo = (message: string): string => {
    asked.push(message);
    return Object.entries(answers).find(([part]) => message.includes(part))?.[1] ?? '';
  };
  return {
    asked,
    text: ({ message, check, default: fallback }) => {
      const answer = answerTo(message) || (fallback ?? '');
      const problem = check(answer);
      if (problem !== undefined) throw new Error(`${message} ${answer}: ${problem}`);
      return Promise.resolve(answer);
    },
    choose: ({ message, choices }) => Promise.resolve(answerTo(message) || (choices[0]?.value ?? '')),
    paste: (message) => Promise.resolve(answerTo(message)),
    show: (lines) => {
      const problem = lines.find((line) => line.startsWith('✗'));
      if (problem !== undefined) throw new Error(problem);
    },
  };
}

const COMMON = {
  snake_case: 'my_coins',
  'API documentation': 'https://docs.my-coins.test',
  'REST API': 'https://api.my-coins.test',
};

it.each([
  [
    'a venue of the same style',
    13,
    {
      ...COMMON,
      'API like': 'okx_spot',
      'public stream': 'wss://stream.my-coins.test',
      'private stream': 'wss://private.my-coins.test',
    },
  ],
  [
    'nothing, with its documentation pasted',
    12,
    { ...COMMON, 'API like': 'scratch', 'Its documentation': DOCUMENTATION, 'How it signs': SIGNING },
  ],
  ['nothing, candles only', 8, { ...COMMON, 'API like': 'nothing', 'Its documentation': DOCUMENTATION }],
])('an interview that starts from %s asks at most %i questions', async (_start, most, answers) => {
  const cwd = mkdtempSync(join(tmpdir(), 'ats-count-'));
  const terminal = person(answers);
  const { description } = await interview({ cwd, terminal, presets: ['okx_spot'], preview: () => [] });
  expect(description.venue).toBe('my_coins');
  // Which venue it is has been asked before.
  expect(terminal.asked.length + 1).toBeLessThanOrEqual(most);
});

it('a folder of files that are named by endpoint is read at once', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'ats-count-'));
  const folder = mkdtempSync(join(tmpdir(), 'ats-samples-'));
  writeFileSync(
    join(folder, 'candles.http'),
    'GET /c?pair=BTC-USDT&bar=1m&limit=100\n\n[[1700000040,"12","15","11","14","2"],[1700000100,"14","15","13","14.5","3"]]',
  );
  writeFileSync(
    join(folder, 'instruments.txt'),
    'GET /i\n{"rows":[{"symbol":"ETH-BTC","base":"ETH","quote":"BTC","tickSize":"0.01"}]}',
  );
  writeFileSync(join(folder, 'errors.md'), '{"code":7,"message":"no such market"}');
  const terminal = person({ ...COMMON, 'API like': 'nothing', 'Its documentation': folder });
  const { description } = await interview({ cwd, terminal, presets: [], preview: () => [] });
  expect(description).toMatchObject({ symbol: { template: '{base}-{quote}', case: 'upper' } });
  expect(terminal.asked.some((message) => message.startsWith('The request'))).toBe(false);
});
