import { literal } from '../../naming/literal.js';
import type { FieldMap, FieldName, VenueDescription } from '../../../venues/index.js';
import { argument, decimalCode, fieldOf, notFlagCode, optionalDecimalCode, type Field } from './fields.js';
import { identifiersIn } from './identifiers.js';
import { venueAsset } from './market.js';
import { requestCode } from './request.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope } from './scopes.js';

export interface InstrumentView {
  /** As plain text. */
  readonly request: string;
  readonly call: string;
  /** The market's row in it. */
  readonly row: string;
  /** True where the answer is the row. */
  readonly isWhole: boolean;
  /** The condition for it to be closed to trading. */
  readonly isClosed: string | undefined;
  /** `this.market = row.text('name')`, … */
  readonly learns: readonly string[];
  /** `tickSize: row.decimal('tickSize')`, … */
  readonly rules: readonly string[];
  /** True where the rules take more of the answer than the row. */
  readonly asksAnswer: boolean;
}

export function instrumentView(description: VenueDescription): InstrumentView {
  const endpoint = description.endpoints.instruments;
  const { items, key } = endpoint.response;
  const given = rowFields(endpoint.response);
  const { place, fields } = items === undefined ? placedFields(given) : { place: '', fields: given };
  const tradable = fieldOf(fields, 'tradable');
  const rules = [
    ...RULES.flatMap(([rule, name, kind]) => ruleCode(rule, name, kind, fields)),
    ...figuresCode(description),
  ];
  return {
    request: endpoint.request,
    call: requestCode(endpoint, commonScope(description), 'endpoints.instruments'),
    row: rowCode(description, { items, key, place, fields }),
    isWhole: items === undefined && place === '',
    isClosed: tradable && notFlagCode('row', tradable),
    learns: learnsCode(description, fields),
    rules,
    asksAnswer: rules.some((rule) => identifiersIn(rule).has('answer')),
  };
}

interface InstrumentRows {
  readonly items: string | undefined;
  readonly key: FieldName | undefined;
  readonly place: string;
  readonly fields: FieldMap;
}

function rowCode(description: VenueDescription, { items, key, place, fields }: InstrumentRows): string {
  if (items === undefined) {
    if (place === '') return 'answer';
    return place.endsWith('[0]')
      ? `marketRow(answer.list(${argument(place.replace(/\[0\]$/, ''))}), this.symbol)`
      : `answer.at(${literal(place)})`;
  }
  const condition = marketCondition(description, fields);
  return `marketRow(${listCode('answer', { items, key })}, this.symbol, (each) => ${condition})`;
}

function marketCondition(description: VenueDescription, fields: FieldMap): string {
  const symbol = description.symbol.listed ? undefined : fieldOf(fields, 'symbol');
  if (symbol !== undefined) return `each.text(${argument(symbol.paths[0])}) === this.market`;
  const sides = (['base', 'quote'] as const).flatMap((side) => {
    const field = fieldOf(fields, side);
    return field === undefined
      ? []
      : [`${readCode('each', 'text', field)} === ${venueAsset(description, side)}`];
  });
  return sides.length === 0 ? 'true' : sides.join(' && ');
}

function ruleCode(
  rule: string,
  name: FieldName,
  kind: 'increment' | 'bound' | 'decimals',
  fields: FieldMap,
): string[] {
  const field = fieldOf(fields, name);
  if (field === undefined) return [];
  if (field.value !== undefined)
    return [`${rule}: ${literal(kind === 'decimals' ? Number(field.value) : field.value)}`];
  if (kind === 'decimals') return [`${rule}: ${readCode('row', 'integer', field)}`];
  return [`${rule}: ${kind === 'increment' ? decimalCode('row', field) : optionalDecimalCode('row', field)}`];
}

/** What the row tells of the market itself. */
function learnsCode({ symbol }: VenueDescription, fields: FieldMap): string[] {
  const name = fieldOf(fields, 'symbol');
  const index = fieldOf(fields, 'market_index');
  return [
    ...(symbol.listed && name !== undefined ? [`this.market = ${readCode('row', 'text', name)}`] : []),
    ...(index === undefined ? [] : [`this.marketIndex = ${readCode('row', 'integer', index)}`]),
  ];
}

/** A value of the row, or of the row that it names in another list of the answer. */
function readCode(row: string, kind: 'text' | 'integer', { paths, lookup, plus, from }: Field): string {
  const own = `${row}.${kind}(${argument(paths[0])})`;
  const read =
    lookup === undefined
      ? own
      : `answer.${kind}(\`${lookup.list}[${lookup.by}=\${${row}.text(${argument(paths[0])})}].${lookup.take}\`)`;
  if (plus !== undefined) return `${read} + ${grouped(plus)}`;
  return from === undefined ? read : `${from} - ${read}`;
}

/** 10000 → `10_000` */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_');
}

function figuresCode({ orders }: VenueDescription): string[] {
  if (orders?.price_figures === undefined) return [];
  const { most, whole_numbers: isWholeFree } = orders.price_figures;
  return [`priceFigures: ${most}`, ...(isWholeFree ? ['wholePrices: true'] : [])];
}

const RULES = [
  ['tickSize', 'tick_size', 'increment'],
  ['stepSize', 'step_size', 'increment'],
  ['priceDecimals', 'price_decimals', 'decimals'],
  ['sizeDecimals', 'size_decimals', 'decimals'],
  ['minSize', 'min_size', 'bound'],
  ['maxSize', 'max_size', 'bound'],
  ['minNotional', 'min_notional', 'bound'],
] as const;
