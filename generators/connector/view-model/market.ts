import { literal } from '../../naming/literal.js';
import type { Intervals, VenueDescription } from '../../../venues/index.js';
import { INTERVAL_SECONDS, type IntervalName } from '../../../venues/words.js';
import { number, templateExpression, text, type Expression, type Scope } from './expression.js';

/** How the venue spells the market and its candle intervals. */
export interface MarketView {
  /** The market in the venue's spelling. */
  readonly market: string;
  /** Fields for what the instruments' row tells of the market. */
  readonly learnt: readonly string[];
  /** Whether its name is among that. */
  readonly isListed: boolean;
  /** Our asset names → the venue's; undefined where they are the same. */
  readonly aliases: string | undefined;
  /** The same for the names that only the wallet has. */
  readonly walletNames: string | undefined;
  /** The intervals: a list where the venue spells each as we do, else a table from our spelling to the venue's. */
  readonly intervals: string;
  readonly isIntervalTable: boolean;
  /** The table of the candle stream's own spelling, where it has one and it differs from ours. */
  readonly streamIntervals: string | undefined;
  /** The intervals that are streamed, where not all are. */
  readonly streamed: string | undefined;
  readonly defaultInterval: string;
}

export function marketView(description: VenueDescription): MarketView {
  const { symbol } = description;
  const scope = {
    base: text(venueAsset(description, 'base')),
    quote: text(venueAsset(description, 'quote')),
  };
  const spelled = spelledMarket(symbol, scope);
  const entries = intervalEntries(description.intervals);
  const isIntervalTable = spellsOtherwise(entries);
  return {
    market: spelled,
    isListed: symbol.listed,
    learnt: learntFields(description),
    aliases: hasAliases(symbol) ? literal(symbol.aliases ?? {}) : undefined,
    walletNames: symbol.wallet && literal(symbol.wallet),
    intervals: literal(isIntervalTable ? Object.fromEntries(entries) : entries.map(([ours]) => ours)),
    isIntervalTable,
    streamIntervals: streamIntervals(description),
    streamed: description.streams.candles?.only && literal(description.streams.candles.only),
    defaultInterval: defaultInterval(entries),
  };
}

function spelledMarket(
  { template, longer, case: letters }: VenueDescription['symbol'],
  scope: Scope,
): string {
  const usual = spelling(template, scope, letters, 'symbol.template');
  if (longer === undefined) return usual;
  const { base, quote } = scope;
  const length = `Math.max(${base?.code}.length, ${quote?.code}.length)`;
  return `${length} > ${longer.than} ? ${spelling(longer.template, scope, letters, 'symbol.longer.template')} : ${usual}`;
}

/** `connect` fills them in. */
function learntFields({ symbol, endpoints }: VenueDescription): string[] {
  const isIndexed = endpoints.instruments.response.fields.market_index !== undefined;
  return [...(symbol.listed ? [`market = ''`] : []), ...(isIndexed ? ['marketIndex = 0'] : [])];
}

/** One of the market's assets as the venue names it. */
export function venueAsset({ symbol }: VenueDescription, side: 'base' | 'quote'): string {
  return hasAliases(symbol) ? `venueAsset(this.symbol.${side})` : `this.symbol.${side}`;
}

export function hasAliases({ aliases, wallet }: VenueDescription['symbol']): boolean {
  return Object.keys({ ...aliases, ...wallet }).length > 0;
}

/** The interval where a placeholder asks for it: as the venue spells it. */
export function intervalExpression(description: VenueDescription): Expression {
  return spelledInterval(intervalEntries(description.intervals), 'INTERVALS');
}

/** The same where the candle stream's own spelling holds. */
export function streamIntervalExpression(description: VenueDescription): Expression {
  const own = description.streams.candles?.intervals;
  return own === undefined
    ? intervalExpression(description)
    : spelledInterval(intervalEntries(own), 'STREAM_INTERVALS');
}

function spelledInterval(entries: readonly IntervalEntry[], table: string): Expression {
  if (!spellsOtherwise(entries)) return text('this.interval');
  const code = `${table}[this.interval]`;
  return entries.every(([, theirs]) => typeof theirs === 'number') ? number(code) : text(code);
}

function streamIntervals({ intervals, streams }: VenueDescription): string | undefined {
  const own = streams.candles?.intervals;
  if (own === undefined) return undefined;
  const entries = intervalEntries(own).filter(([ours]) => Object.hasOwn(intervals, ours));
  return spellsOtherwise(entries) ? literal(Object.fromEntries(entries)) : undefined;
}

type IntervalEntry = readonly [ours: IntervalName, theirs: string | number];

function spellsOtherwise(entries: readonly IntervalEntry[]): boolean {
  return entries.some(([ours, theirs]) => ours !== theirs);
}

function intervalEntries(intervals: Intervals): IntervalEntry[] {
  // In the order of their length, whatever the description's order.
  return INTERVAL_NAMES.flatMap((ours) => {
    const theirs = intervals[ours];
    return theirs === undefined ? [] : [[ours, theirs] as const];
  });
}

function defaultInterval(entries: readonly IntervalEntry[]): string {
  const names = entries.map(([ours]) => ours);
  return literal(names.find((name) => name === '1m') ?? names[0] ?? '1m');
}

/** Our assets are in upper case already; what a template says besides stays as it is. */
function spelling(template: string, scope: Scope, letters: 'upper' | 'lower', where: string): string {
  if (letters === 'upper') return templateExpression(template, scope, where).code;
  const constants = template.replaceAll(/\{[^}]*\}/g, '');
  if (constants === constants.toLowerCase())
    return `${templateExpression(template, scope, where).code}.toLowerCase()`;
  const lower = Object.entries(scope).map(([name, { code }]) => [name, text(`${code}.toLowerCase()`)]);
  return templateExpression(template, Object.fromEntries(lower), where).code;
}

const INTERVAL_NAMES = Object.keys(INTERVAL_SECONDS).filter(
  (name): name is IntervalName => name in INTERVAL_SECONDS,
);
