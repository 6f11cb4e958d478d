import { Decimal } from 'ats-runtime';
import {
  isRecord,
  readPath,
  renderTemplate,
  type FieldName,
  type LoadedVenue,
  type Rows,
  type VenueDescription,
} from '../../venues/index.js';
import type { MarketSpec } from '../engine/types.js';
import { fieldText, scalarText } from './read-field.js';
import { counts } from './row-kinds.js';

/** A market of the sandbox: the engine's rules, the venue's spelling, and where its price begins. */
export interface Market extends MarketSpec {
  readonly venueSymbol: string;
  /** The number by which requests name it, where they do. */
  readonly index?: string;
  /** The numbers by which its row looks its assets up, where it does. */
  readonly assetIndexes?: Readonly<Record<string, string>>;
  /** In quote. */
  readonly startPrice: string;
  /** The row of the venue's instruments sample that it is shown with. */
  readonly sampleRow: unknown;
}

/**
 * The markets a venue's sandbox trades: those of its instruments sample, and those that `sandbox.prices` names
 * (with the rules of the sample's first row).
 */
export function marketsOf(venue: LoadedVenue): readonly Market[] {
  const { endpoints, sandbox } = venue.description;
  const sample = venue.samples.get(endpoints.instruments.sample);
  const rows = sampleRows(sample, endpoints.instruments.response);
  const prices = sandbox.prices ?? {};
  const listed = rows.flatMap(([key, row]) => {
    const names = namesOf({ row, document: sample }, key, venue.description, Object.keys(prices));
    return names === undefined ? [] : [market(names, { row, document: sample }, venue.description, prices)];
  });
  const missing = Object.keys(prices).filter((symbol) => listed.every((known) => known.symbol !== symbol));
  const model = { row: rows[0]?.[1], document: sample };
  return [...listed, ...missing.map((symbol) => market(split(symbol), model, venue.description, prices))];
}

/** Our asset's name in the venue's spelling, and in the case its symbols have. */
export function venueAsset(asset: string, description: VenueDescription): string {
  const { aliases, case: letters } = description.symbol;
  const name = aliases?.[asset] ?? asset;
  return letters === 'lower' ? name.toLowerCase() : name.toUpperCase();
}

export function venueSymbol(base: string, quote: string, description: VenueDescription): string {
  const { template, longer } = description.symbol;
  const length = Math.max(...[base, quote].map((asset) => venueAsset(asset, description).length));
  const spelling = longer !== undefined && length > longer.than ? longer.template : template;
  const text = renderTemplate(spelling, ({ name, filter }) => {
    const asset = venueAsset(name === 'base' ? base : quote, description);
    return filter === 'lower' ? asset.toLowerCase() : filter === 'upper' ? asset.toUpperCase() : asset;
  });
  return text ?? `${base}${quote}`;
}

interface Names {
  readonly base: string;
  readonly quote: string;
}

function sampleRows(
  sample: unknown,
  rows: Rows,
): readonly (readonly [key: string | undefined, row: unknown])[] {
  const found = rows.items === undefined ? sample : readPath(sample, rows.items);
  if (rows.key !== undefined && isRecord(found)) return Object.entries(found);
  const list: readonly unknown[] = Array.isArray(found) ? found : [found];
  return list.filter((row) => counts(rows, row)).map((row) => [undefined, row]);
}

/** A row with the answer that it stands in. */
interface Source {
  readonly row: unknown;
  readonly document: unknown;
}

function namesOf(
  { row, document }: Source,
  key: string | undefined,
  description: VenueDescription,
  known: readonly string[],
): Names | undefined {
  const { response } = description.endpoints.instruments;
  const base = fieldText(row, response.fields.base, document);
  const quote = fieldText(row, response.fields.quote, document);
  if (base !== undefined && quote !== undefined)
    return { base: ourAsset(base, description), quote: ourAsset(quote, description) };
  const spelled = response.key === 'symbol' ? key : fieldText(row, response.fields.symbol);
  const symbol = known.find((candidate) => {
    const names = split(candidate);
    return venueSymbol(names.base, names.quote, description) === spelled;
  });
  return symbol === undefined ? undefined : split(symbol);
}

function ourAsset(asset: string, description: VenueDescription): string {
  const aliases = Object.entries(description.symbol.aliases ?? {});
  return aliases.find(([, theirs]) => theirs === asset)?.[0] ?? asset.toUpperCase();
}

function market(
  names: Names,
  { row, document }: Source,
  description: VenueDescription,
  prices: Readonly<Record<string, string>>,
): Market {
  const { fields } = description.endpoints.instruments.response;
  const text = (name: FieldName): string | undefined => fieldText(row, fields[name], document);
  const symbol = `${names.base}/${names.quote}`;
  const stepSize = rule(text('step_size')) ?? unitOf(text('size_decimals')) ?? '0.00000001';
  const startPrice = prices[symbol] ?? '100';
  const index = text('market_index');
  const minNotional = rule(text('min_notional'));
  const maxSize = rule(text('max_size'));
  return {
    symbol,
    ...names,
    venueSymbol:
      (description.symbol.listed ? text('symbol') : undefined) ??
      venueSymbol(names.base, names.quote, description),
    ...(index === undefined ? {} : { index }),
    assetIndexes: assetIndexes(names, row, fields),
    startPrice,
    sampleRow: row,
    stepSize,
    tickSize: tickSizeAt(
      startPrice,
      rule(text('tick_size')) ?? unitOf(text('price_decimals')) ?? '0.01',
      description,
    ),
    minSize: rule(text('min_size')) ?? stepSize,
    ...(minNotional === undefined ? {} : { minNotional }),
    ...(maxSize === undefined ? {} : { maxSize }),
  };
}

function assetIndexes({ base, quote }: Names, row: unknown, fields: Rows['fields']): Record<string, string> {
  const assets = [
    [base, fields.base],
    [quote, fields.quote],
  ] as const;
  return Object.fromEntries(
    assets.flatMap(([asset, mapping]) => {
      const isLookedUp = typeof mapping === 'object' && 'lookup' in mapping && mapping.lookup !== undefined;
      const index = isLookedUp ? scalarText(readPath(row, mapping.path)) : undefined;
      return index === undefined ? [] : [[asset, index]];
    }),
  );
}

/** Where a price's figures are counted, the grid is the one that holds at the market's first price. */
function tickSizeAt(price: string, tickSize: string, { orders }: VenueDescription): string {
  if (orders?.price_figures === undefined) return tickSize;
  const { most, whole_numbers: isWholeFree } = orders.price_figures;
  const byFigures = new Decimal(10).pow(new Decimal(price).e - most + 1);
  return Decimal.max(tickSize, isWholeFree ? Decimal.min(byFigures, 1) : byFigures).toFixed();
}

/** Venues switch a rule off by zero. */
function rule(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = new Decimal(text);
  return value.isZero() ? undefined : value.toFixed();
}

function unitOf(decimals: string | undefined): string | undefined {
  return decimals !== undefined && /^\d{1,2}$/.test(decimals)
    ? new Decimal(10).pow(-Number(decimals)).toFixed()
    : undefined;
}

function split(symbol: string): Names {
  const [base = '', quote = ''] = symbol.split('/');
  return { base, quote };
}
