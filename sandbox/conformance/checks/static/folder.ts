import { basename } from 'node:path';
import { loadVenue } from '../../../../venues/index.js';
import { toEvery } from '../../applies.js';
import type { Check } from '../../check.js';
import { CheckFailure, demand, show } from '../../failure.js';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

export const S01: Check = {
  id: 'S01',
  group: 'static',
  title: "the connector's folder has a snake_case name",
  why: 'The folder is the namespace that a configuration names; ATS looks for snake_case.',
  hint: 'Rename the folder: lower-case letters, digits and single underscores, such as binance_spot.',
  applies: toEvery,
  run: (context) => {
    const name = basename(context.subject.folder);
    demand(SNAKE_CASE.test(name), 'a snake_case folder name', `"${name}"`);
    return Promise.resolve();
  },
};

export const S02: Check = {
  id: 'S02',
  group: 'static',
  title: 'exchange.ts has the class Exchange and index.ts re-exports it',
  why: 'ATS loads index.ts of the folder and takes the export named Exchange, nothing else.',
  hint: "exchange.ts: `export class Exchange extends BaseExchange`; index.ts: `export { Exchange } from './exchange.js'`.",
  applies: toEvery,
  run: async (context) => {
    const { files } = await context.sources();
    const exchange = files.get('exchange.ts');
    const index = files.get('index.ts');
    demand(
      exchange !== undefined && index !== undefined,
      'exchange.ts and index.ts',
      [...files.keys()].join(', '),
    );
    demand(
      /^export class Exchange\b/m.test(exchange),
      '`export class Exchange` in exchange.ts',
      'no such line',
    );
    const reExport = /^export (\*|\{[^}]*\bExchange\b(?! as )[^}]*\}) from '\.\/exchange\.js';/m;
    demand(reExport.test(index), 'index.ts to re-export Exchange', () => index.trim());
    demand(
      context.subject.Exchange.name === 'Exchange',
      'the class to be named Exchange',
      context.subject.Exchange.name,
    );
  },
};

export const S08: Check = {
  id: 'S08',
  group: 'static',
  title: 'venue.yaml is valid and every sample parses through its mapping',
  why: 'The description is what the mock speaks and what sync regenerates from: a wrong one proves the wrong thing.',
  hint: 'Each line of the message names the file, the line, the key and what to change.',
  applies: toEvery,
  run: async (context) => {
    try {
      await loadVenue(context.subject.folder);
    } catch (cause) {
      throw new CheckFailure({ expected: 'a description whose samples prove it', found: show(cause), cause });
    }
  },
};
