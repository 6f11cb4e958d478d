import { z } from 'zod';
import { fieldSchema, type FieldMapping } from './values.js';
import { orderStatusSchema, pathSchema, templateSchema, timeUnitSchema } from './primitives.js';

/**
 * The names that a description maps to a venue's own: what an answer or a frame can tell.
 * The kind decides how a value is read, proved against the sample, and written by the mock.
 */
export const FIELD_KINDS = {
  // market
  symbol: 'symbol',
  base: 'asset',
  quote: 'asset',
  interval: 'interval',
  tick_size: 'decimal',
  step_size: 'decimal',
  price_decimals: 'integer',
  size_decimals: 'integer',
  min_size: 'decimal',
  max_size: 'decimal',
  min_notional: 'decimal',
  tradable: 'flag',
  // candles
  timestamp: 'time',
  end_timestamp: 'time',
  last_timestamp: 'time',
  open: 'decimal',
  high: 'decimal',
  low: 'decimal',
  close: 'decimal',
  volume: 'decimal',
  quote_volume: 'decimal',
  vwap: 'decimal',
  trades: 'integer',
  taker_base_volume: 'decimal',
  taker_quote_volume: 'decimal',
  closed: 'flag',
  // orders
  order_id: 'text',
  client_order_id: 'text',
  side: 'side',
  type: 'type',
  time_in_force: 'time_in_force',
  price: 'decimal',
  size: 'decimal',
  quote_size: 'decimal',
  status: 'status',
  filled_size: 'decimal',
  remaining_size: 'decimal',
  filled_quote: 'decimal',
  average_price: 'decimal',
  fee: 'decimal',
  fee_asset: 'asset',
  is_open: 'flag',
  execution: 'execution',
  reason: 'text',
  created_at: 'time',
  updated_at: 'time',
  // one fill
  fill_id: 'text',
  fill_price: 'decimal',
  fill_size: 'decimal',
  fill_quote: 'decimal',
  fill_fee: 'decimal',
  fill_fee_asset: 'asset',
  fill_side: 'side',
  fill_at: 'time',
  is_maker: 'flag',
  is_buyer: 'flag',
  // wallet and fees
  asset: 'asset',
  free: 'decimal',
  locked: 'decimal',
  total: 'decimal',
  maker: 'decimal',
  taker: 'decimal',
  // time, counters, tokens
  time: 'time',
  sequence: 'integer',
  count: 'integer',
  token: 'text',
  /** A stream's address, told with the token. */
  endpoint: 'text',
} as const;

export type FieldName = keyof typeof FIELD_KINDS;
export type FieldKind = (typeof FIELD_KINDS)[FieldName];

// The kinds above are the one list; zod wants it as a tuple.
const FIELD_NAMES = Object.keys(FIELD_KINDS) as [FieldName, ...FieldName[]];

export const fieldNameSchema = z.enum(FIELD_NAMES);

export const fieldsSchema = z.partialRecord(fieldNameSchema, fieldSchema);

export type FieldMap = Partial<Record<FieldName, FieldMapping>>;

/**
 * How one document is read and written.
 * - `items`: the path of the list (or, with `key`, of the map) whose rows the fields belong to; absent: the document is the row
 * - `key`: the rows stand in a map and the map's key is this field
 * - `fields`: field → where it stands; what the connector reads
 * - `also`: path → field, or a text made of several; more places that the mock writes so that the venue's other clients
 *   find what they expect
 * - `nested`: fills inside a row
 */
const rowsShape = {
  items: pathSchema.optional(),
  key: fieldNameSchema.optional(),
  fields: fieldsSchema,
  also: z
    .record(
      pathSchema,
      z.union([
        fieldNameSchema,
        z.strictObject({
          field: fieldNameSchema,
          unit: timeUnitSchema.optional(),
          statuses: z.record(z.string(), orderStatusSchema).optional(),
        }),
        z.strictObject({ text: templateSchema }),
      ]),
    )
    .optional(),
};

export const rowsSchema = z.strictObject({
  ...rowsShape,
  order: z.enum(['ascending', 'descending']).optional(),
  fills: z.strictObject({ ...rowsShape, items: pathSchema }).optional(),
});

export type Rows = z.infer<typeof rowsSchema>;
