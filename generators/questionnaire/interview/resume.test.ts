import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { interview, type Terminal } from './interview.js';

const DOCUMENTATION = readFileSync(
  new URL('../../../test/fixtures/documentation.md', import.meta.url),
  'utf8',
);

/** Answers in this order, each by a part of its question; leaves, as Ctrl-C does, where it has no answer left. */
function script(
  ...turns: readonly (readonly [part: string, answer: string])[]
): Terminal & { readonly shown: string[] } {
  const left = [...turns];
  const shown: string[] = [];
  const next = (message: string): Promise<string> => {
    const [part, answer] = left.shift() ?? [];
    if (part === undefined || answer === undefined)
      return Promise.reject(Object.assign(new Error('left'), { name: 'ExitPromptError' }));
    expect(message).toContain(part);
    return Promise.resolve(answer);
  };
  return {
    shown,
    text: ({ message, default: fallback }) =>
      next(message).then((answer) => (answer === '' ? (fallback ?? '') : answer)),
    choose: ({ message, choices }) =>
      next(message).then((answer) => (answer === '' ? (choices[0]?.value ?? '') : answer)),
    paste: next,
    show: (lines) => shown.push(...lines),
  };
}

const OPENING = [
  ['snake_case', 'my_coins'],
  ['API like', 'nothing'],
] as const;

it('Ctrl-C after a paste loses nothing: the same name goes on with what was read', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'ats-resume-'));
  const options = { cwd, presets: [], preview: () => [] };
  const first = script(...OPENING, ['Its documentation', DOCUMENTATION], ['Is that right?', 'yes']);
  await expect(interview({ ...options, terminal: first })).rejects.toThrow('the answers so far are in');
  const second = script(
    ['snake_case', 'my_coins'],
    ['API documentation', 'https://docs.my-coins.test'],
    ['Build it?', ''],
  );
  const { description } = await interview({ ...options, terminal: second });
  expect(description.endpoints.candles?.request).toBe('GET /v1/candles');
});

it('back from a question returns to the one before that was asked, and from there to the paste', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'ats-resume-'));
  const terminal = script(
    ...OPENING,
    ['Its documentation', DOCUMENTATION],
    ['Is that right?', 'yes'],
    ['API documentation', '<'],
    ['Is that right?', '<'],
    ['Its documentation', DOCUMENTATION],
    ['Is that right?', 'candles'],
    ['API documentation', 'https://docs.my-coins.test'],
    ['The request of candles', ''],
    ['answer of candles', '[[1700000040,"12","15","11","14","2"],[1700000100,"14","15","13","14.5","3"]]'],
    ['Is that right?', ''],
    ['Build it?', 'symbol'],
    ['How does it write', 'BTC-USDT'],
    ['Build it?', ''],
  );
  const { description } = await interview({ cwd, terminal, presets: [], preview: () => [] });
  expect(description.symbol).toMatchObject({ template: '{base}-{quote}', case: 'upper' });
  expect(description.endpoints.candles?.response.items).toBe('');
});

it('a page that holds nothing, a credential or nothing to read is said, and asked for again', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'ats-resume-'));
  const secret = 'aB3'.repeat(20);
  const terminal = script(
    ...OPENING,
    ['Its documentation', 'Dear reader, good morning.'],
    ['Its documentation', 'nowhere.md'],
    ['Its documentation', `GET /candles\nsecret: ${secret}`],
    ['Its documentation', 'x'.repeat(1024 * 1024 + 1)],
  );
  await expect(interview({ cwd, terminal, presets: [], preview: () => [] })).rejects.toThrow('interrupted');
  const problems = terminal.shown.filter((line) => line.startsWith('✗'));
  expect(problems).toEqual([
    expect.stringContaining('no endpoint was found'),
    expect.stringContaining('nowhere.md is no file or folder'),
    expect.stringContaining('line 2 looks like a credential after “secret”'),
    expect.stringContaining('larger than 1 MB'),
  ]);
  expect(readFileSync(join(cwd, 'my_coins.draft/answers.json'), 'utf8')).not.toContain(secret);
});
