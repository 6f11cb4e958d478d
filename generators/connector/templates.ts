import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VenueDescription } from '../../venues/index.js';
import { packageRoot } from '../packaging/package-root.js';
import { compileTemplates, type Template } from '../plop/template.js';

export interface ConnectorTemplates {
  /** One for each kind. */
  readonly exchange: Readonly<Record<VenueDescription['kind'], Template>>;
  /** The file beside that of a live exchange. */
  readonly answers: Template;
  readonly wallet: Template;
  readonly signature: Template;
  readonly index: Template;
  readonly test: Template;
  readonly readme: Template;
}

/** The connector's templates, read and compiled once a process. */
export function connectorTemplates(): Promise<ConnectorTemplates> {
  compiled ??= compile();
  return compiled;
}

let compiled: Promise<ConnectorTemplates> | undefined;

async function compile(): Promise<ConnectorTemplates> {
  const partials = await Promise.all(
    PARTIALS.map(async (name) => [name, await source(`partials/${name}`)] as const),
  );
  const names = Object.values(TEMPLATES);
  const rendered = compileTemplates(await Promise.all(names.map(source)), new Map(partials));
  const template = (name: keyof typeof TEMPLATES): Template => {
    const found = rendered[names.indexOf(TEMPLATES[name])];
    if (found === undefined) throw new Error(`template ${name} was not compiled`);
    return found;
  };
  const exchange = {
    live: template('live'),
    paper: template('paper'),
    backtest: template('backtest'),
    data_feed: template('dataFeed'),
  };
  return {
    exchange,
    answers: template('answers'),
    wallet: template('wallet'),
    signature: template('signature'),
    index: template('index'),
    test: template('test'),
    readme: template('readme'),
  };
}

const TEMPLATES = {
  live: 'exchange.live.ts',
  paper: 'exchange.paper.ts',
  backtest: 'exchange.backtest.ts',
  dataFeed: 'exchange.data-feed.ts',
  answers: 'answers.ts',
  wallet: 'wallet.ts',
  signature: 'signature.ts',
  index: 'index.ts',
  test: 'exchange.test.ts',
  readme: 'README.md',
} as const;

const PARTIALS = [
  'aliases',
  'balances',
  'candle-readers',
  'candle-stream',
  'check-market',
  'failure',
  'fetch-candles',
  'instrument-row',
  'interval-key',
  'intervals',
  'market',
  'message',
  'rest',
  'stream-token',
] as const;

async function source(name: string): Promise<string> {
  return await readFile(join(packageRoot(), 'templates', 'connector', `${name}.hbs`), 'utf8');
}
