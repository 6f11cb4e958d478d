import { literal } from '../../naming/literal.js';
import type { FieldMap, FieldName, VenueDescription } from '../../../venues/index.js';
import { argument, decimalCode, fieldOf, notFlagCode, optionalDecimalCode } from './fields.js';
import { venueAsset } from './market.js';
import { requestCode } from './request.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope } from './scopes.js';

export interface InstrumentView {
  readonly call: string;
  /** The market's row, or undefined where the venue does not list it. */
  readonly row: string;
  /** True where the answer is the row. */
  readonly isWhole: boolean;
  /** True where the row is one of a list. */
  readonly isListed: boolean;
  /** The condition for it to be closed to trading. */
  readonly isClosed: string | undefined;
  /** `tickSize: row.decimal('tickSize')`, … */
  readonly rules: readonly string[];
}

export function instrumentView(description: VenueDescription): InstrumentView {
  const endpoint = description.endpoints.instruments;
  const { items, key } = endpoint.response;
  const given = rowFields(endpoint.response);
  const { place, fields } = items === undefined ? placedFields(given) : { place: '', fields: given };
  const tradable = fieldOf(fields, 'tradable');
  return {
    call: requestCode(endpoint, commonScope(description), 'endpoints.instruments'),
    row: rowCode(description, { items, key, place, fields }),
    isWhole: items === undefined && place === '',
    isListed: items !== undefined || place.endsWith('[0]'),
    isClosed: tradable && notFlagCode('row', tradable),
    rules: RULES.flatMap(([rule, name, kind]) => ruleCode(rule, name, kind, fields)),
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
      ? `answer.list(${argument(place.replace(/\[0\]$/, ''))})[0]`
      : `answer.at(${literal(place)})`;
  }
  const condition = marketCondition(description, fields);
  return `${listCode('answer', { items, key })}.find((each) => ${condition})`;
}

function marketCondition(description: VenueDescription, fields: FieldMap): string {
  const symbol = fieldOf(fields, 'symbol');
  if (symbol !== undefined) return `each.text(${argument(symbol.paths[0])}) === this.market`;
  const sides = (['base', 'quote'] as const).flatMap((side) => {
    const field = fieldOf(fields, side);
    return field === undefined
      ? []
      : [`each.text(${literal(field.paths[0])}) === ${venueAsset(description, side)}`];
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
  if (kind === 'decimals') return [`${rule}: row.integer(${argument(field.paths[0])})`];
  return [`${rule}: ${kind === 'increment' ? decimalCode('row', field) : optionalDecimalCode('row', field)}`];
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
