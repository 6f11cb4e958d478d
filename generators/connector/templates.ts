import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { VenueDescription } from '../../venues/index.js';
import { packageRoot } from '../packaging/package-root.js';
import { templateHelpers } from '../plop/template.js';

export type Template = (view: object) => string;

export interface ConnectorTemplates {
  /** One for each kind. */
  readonly exchange: Readonly<Record<VenueDescription['kind'], Template>>;
  readonly wallet: Template;
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
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(templateHelpers)) handlebars.registerHelper(name, helper);
  await Promise.all(
    PARTIALS.map(async (name) => handlebars.registerPartial(name, await source(`partials/${name}`))),
  );
  const template = async (name: string): Promise<Template> =>
    handlebars.compile(await source(name), { noEscape: true, strict: true });
  const [live, paper, backtest, dataFeed, wallet, index, test, readme] = await Promise.all([
    template('exchange.live.ts'),
    template('exchange.paper.ts'),
    template('exchange.backtest.ts'),
    template('exchange.data-feed.ts'),
    template('wallet.ts'),
    template('index.ts'),
    template('exchange.test.ts'),
    template('README.md'),
  ]);
  const exchange = { live, paper, backtest, data_feed: dataFeed };
  return { exchange, wallet, index, test, readme };
}

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
  'message',
  'rest',
  'stream-token',
] as const;

async function source(name: string): Promise<string> {
  return await readFile(join(packageRoot(), 'templates', 'connector', `${name}.hbs`), 'utf8');
}
