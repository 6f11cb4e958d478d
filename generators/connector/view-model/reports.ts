import { literal } from '../../naming/literal.js';
import type { FieldMap, FieldName, OrdersDescription, Rows } from '../../../venues/index.js';
import { objectLiteral } from './expression.js';
import {
  decimalCode,
  fieldOf,
  isBuyCode,
  optionalDecimalCode,
  optionalTextCode,
  requiredField,
  textCode,
  wordCode,
} from './fields.js';
import { statusCode } from './statuses.js';

type Entries = readonly (readonly [name: string, code: string])[];

/** A row's fields, and what helps where they say too little. */
export interface ReportSource {
  readonly fields: FieldMap;
  readonly orders: OrdersDescription;
  /** The condition for it to tell of a buy, though no field may ask for it. */
  readonly isBuy: string | undefined;
  readonly where: string;
}

export function reportSource(
  rows: Pick<Rows, 'also'>,
  fields: FieldMap,
  orders: OrdersDescription,
  where: string,
): ReportSource {
  return { fields, orders, isBuy: sideOf(rows, fields, orders), where };
}

function sideOf(
  { also = {} }: Pick<Rows, 'also'>,
  fields: FieldMap,
  { sides }: OrdersDescription,
): string | undefined {
  const told = isBuyCode('row', fields, sides);
  if (told !== undefined) return told;
  for (const [path, what] of Object.entries(also)) {
    if (what === 'side') return wordCode('row', path, sides.buy);
    if (typeof what === 'object' && 'field' in what && what.field === 'side')
      return wordCode('row', path, (what.sides ?? sides).buy);
  }
  return undefined;
}

/** The properties of an OrderReport, from a `row` that tells of an order. */
export function reportEntries(row: string, source: ReportSource): Entries {
  const { fields, where } = source;
  const entries: (readonly [string, string])[] = [];
  const id = fieldOf(fields, 'order_id');
  if (id !== undefined) entries.push(['orderId', textCode(row, id)]);
  entries.push(['status', statusCode(row, fieldOf(fields, 'status'), where)]);
  const filled = filledCode(row, fields, where);
  if (filled !== undefined) entries.push(['filledSize', filled]);
  const filledQuote = fieldOf(fields, 'filled_quote');
  if (filledQuote !== undefined) entries.push(['filledQuote', decimalCode(row, filledQuote)]);
  const averagePrice = fieldOf(fields, 'average_price');
  if (averagePrice !== undefined) entries.push(['averagePrice', optionalDecimalCode(row, averagePrice)]);
  const fees = feesCode(row, source);
  if (fees !== undefined) entries.push(['fees', fees]);
  const reason = fieldOf(fields, 'reason');
  if (reason !== undefined) entries.push(['reason', optionalTextCode(row, reason)]);
  return entries;
}

/** The client id where a row does not belong to a known order yet. */
export function clientIdEntry(row: string, fields: FieldMap): Entries {
  const clientId = fieldOf(fields, 'client_order_id');
  return clientId === undefined ? [] : [['clientOrderId', optionalTextCode(row, clientId)]];
}

/** The properties of a Fill. */
export function fillEntries(row: string, source: ReportSource): Entries {
  const { fields, where } = source;
  const entries: (readonly [string, string])[] = [];
  const id = fieldOf(fields, 'fill_id');
  if (id !== undefined) entries.push(['id', textCode(row, id)]);
  // A row without a fill may lack them; where there is one they are there.
  for (const [name, field] of [
    ['price', 'fill_price'],
    ['size', 'fill_size'],
  ] as const) {
    entries.push([name, decimalCode(row, { ...requiredField(fields, field, where), optional: false })]);
  }
  const fee = fieldOf(fields, 'fill_fee');
  const asset = feeAssetCode(row, 'fill_fee_asset', source);
  if (fee === undefined || asset === undefined) return entries;
  return [...entries, ['fee', optionalDecimalCode(row, fee)], ['feeAsset', asset]];
}

export function objectCode(entries: Entries): string {
  return objectLiteral(entries) ?? '{}';
}

function filledCode(row: string, fields: FieldMap, where: string): string | undefined {
  const filled = fieldOf(fields, 'filled_size');
  if (filled !== undefined) return decimalCode(row, filled);
  const remaining = fieldOf(fields, 'remaining_size');
  if (remaining === undefined) return undefined;
  const size = requiredField(fields, 'size', `${where} (with remaining_size)`);
  return `${decimalCode(row, size)}.minus(${row}.decimal(${literal(remaining.paths[0])}))`;
}

/** All fees so far, where the row tells them. */
function feesCode(row: string, source: ReportSource): string | undefined {
  const fee = fieldOf(source.fields, 'fee');
  const asset = feeAssetCode(row, 'fee_asset', source);
  if (fee === undefined || asset === undefined) return undefined;
  return `feesIn(${asset}, ${decimalCode(row, fee)})`;
}

/** The asset of a fee: from the row, or by the venue's rule. Undefined where neither tells. */
function feeAssetCode(row: string, name: FieldName, source: ReportSource): string | undefined {
  const asset = fieldOf(source.fields, name);
  if (asset !== undefined) return optionalTextCode(row, asset);
  if (source.orders.fee_asset === 'quote') return 'symbol.quote';
  return source.isBuy && `${source.isBuy} ? symbol.base : symbol.quote`;
}
