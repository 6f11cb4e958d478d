import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toEvery } from '../../applies.js';
import type { Check } from '../../check.js';
import { classNames } from '../../errors.js';
import { demand } from '../../failure.js';
import { at, type SourceLine } from '../../sources.js';
import { looksSecret } from '../../secrets.js';

const MEMBERS = [
  'validateConfig',
  'connect',
  'disconnect',
  'subscribeToCandles',
  'submitOrder',
  'cancelOrder',
  'getWalletBalance',
  'getFees',
];

export const S03: Check = {
  id: 'S03',
  group: 'static',
  title: 'Exchange extends BaseExchange and implements every member of the contract',
  why: 'A member that is missing fails in the middle of a trading day, not when the connector is loaded.',
  hint: '`ats-exchange sync` inserts a stub for each member that is missing; `tsc` says which signature does not fit.',
  applies: toEvery,
  run: (context) => {
    const { prototype } = context.subject.Exchange;
    demand(classNames(prototype).includes('BaseExchange'), 'a class that extends BaseExchange', () =>
      classNames(prototype).join(' → '),
    );
    const missing = MEMBERS.filter((member) => typeof Reflect.get(prototype, member) !== 'function');
    demand(missing.length === 0, `the methods ${MEMBERS.join(', ')}`, `no ${missing.join(', ')}`);
    return Promise.resolve();
  },
};

export const S04: Check = {
  id: 'S04',
  group: 'static',
  title: 'no stub is left',
  why: 'A stub throws NotImplementedException the first time it is needed.',
  hint: 'Write the body of the member that the line names.',
  applies: toEvery,
  run: async (context) => {
    const { lines } = await context.sources();
    demandNone(
      lines,
      (text) => /\bnew NotImplementedException\b/.test(text),
      'no member that is still a stub',
    );
  },
};

export const S05: Check = {
  id: 'S05',
  group: 'static',
  title: 'no credential stands in the source',
  why: 'Source is copied, shared and kept for ever; a key in it is a key given away.',
  hint: 'Take it out, revoke it at the venue, and read credentials from this.config (`${ENV}` in the YAML).',
  applies: toEvery,
  run: async (context) => {
    const { lines } = await context.sources();
    const own = await ownSecrets(context.subject.folder);
    demandNone(
      lines,
      (text) => looksSecret(text) || own.some((secret) => text.includes(secret)),
      'no text that looks like a key, a secret or a token',
      ({ file, line }) => `${file}:${line} holds one (not shown here)`,
    );
  },
};

export const S07: Check = {
  id: 'S07',
  group: 'static',
  title: 'the connector logs through its logger, not the console',
  why: 'Only the logger masks credentials, has levels and reaches the operator.',
  hint: 'Use this.logger.info / warn / error.',
  applies: toEvery,
  run: async (context) => {
    const { lines } = await context.sources();
    demandNone(lines, isConsole, 'no console output');
  },
};

function isConsole(text: string): boolean {
  return /\bconsole\.\w+\(|\bprocess\.std(out|err)\.write\(/.test(text) && !/^\s*(\/\/|\*)/.test(text);
}

function demandNone(
  lines: readonly SourceLine[],
  isFinding: (text: string) => boolean,
  expected: string,
  show: (line: SourceLine) => string = at,
): void {
  const findings = lines.filter((line) => isFinding(line.text));
  demand(findings.length === 0, expected, () => findings.map((line) => show(line)).join('\n          '));
}

/** The values of the `.env` files at and above the folder that are long enough to be credentials. */
async function ownSecrets(folder: string): Promise<readonly string[]> {
  const secrets: string[] = [];
  for (let place = folder; place !== dirname(place); place = dirname(place)) {
    const text = await readFile(join(place, '.env'), 'utf8').catch(() => '');
    for (const [, value] of text.matchAll(/^\s*(?:export\s+)?\w+\s*=\s*["']?([^"'\s#]{12,})/gm)) {
      if (value !== undefined && !URL.canParse(value)) secrets.push(value);
    }
  }
  return secrets;
}
