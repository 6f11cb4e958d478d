import type { EndpointName } from '../schema/endpoints.js';
import type { FieldName } from '../schema/fields.js';

/** What a sample is: an endpoint's answer, a stream's frame, or the common shape of an error. */
export type Role = EndpointName | 'stream_candle' | 'stream_order';

export interface RoleFields {
  /** Without these the sample is not what it was said to be. */
  readonly needed: readonly FieldName[];
  /** What the connector reads besides, where the venue tells it. */
  readonly wanted: readonly FieldName[];
  /** What only the mock writes. */
  readonly also: readonly FieldName[];
  /** The field that a map's keys are, where the rows stand in a map. */
  readonly key?: FieldName;
  /** `one`: a single answer; `list`: rows; `either`: as the venue has it. */
  readonly rows: 'one' | 'list' | 'either';
}

const CANDLE: Omit<RoleFields, 'rows'> = {
  needed: ['timestamp', 'open', 'high', 'low', 'close', 'volume'],
  wanted: ['closed'],
  also: ['quote_volume', 'vwap', 'trades', 'last_timestamp', 'end_timestamp', 'symbol', 'interval'],
};

const ORDER: readonly FieldName[] = [
  'client_order_id',
  'symbol',
  'side',
  'type',
  'price',
  'size',
  'filled_size',
  'filled_quote',
  'average_price',
  'remaining_size',
  'fee',
  'fee_asset',
];

const ORDER_ALSO: readonly FieldName[] = ['time_in_force', 'created_at', 'updated_at', 'quote_size'];
const FILL: readonly FieldName[] = ['fill_price', 'fill_size', 'fill_fee', 'fill_fee_asset'];

export const ROLES: Readonly<Record<Role, RoleFields>> = {
  server_time: { needed: ['time'], wanted: [], also: [], rows: 'one' },
  instruments: {
    needed: ['symbol'],
    wanted: [
      'base',
      'quote',
      'tick_size',
      'step_size',
      'price_decimals',
      'size_decimals',
      'min_size',
      'max_size',
      'min_notional',
      'tradable',
    ],
    also: [],
    key: 'symbol',
    rows: 'list',
  },
  candles: { ...CANDLE, rows: 'list' },
  stream_candle: { ...CANDLE, rows: 'either' },
  place_order: {
    needed: ['order_id'],
    wanted: ['client_order_id', 'status', 'filled_size', 'filled_quote', 'average_price', 'fee', 'fee_asset'],
    also: ['symbol', 'side', 'type', 'price', 'size', ...ORDER_ALSO],
    rows: 'one',
  },
  cancel_order: {
    needed: [],
    wanted: [
      'order_id',
      'client_order_id',
      'status',
      'filled_size',
      'filled_quote',
      'average_price',
      'fee',
      'fee_asset',
      'count',
    ],
    also: ['symbol', 'side', 'type', 'price', 'size', ...ORDER_ALSO],
    rows: 'one',
  },
  get_order: {
    needed: ['order_id', 'status'],
    wanted: ORDER,
    also: ORDER_ALSO,
    key: 'order_id',
    rows: 'either',
  },
  open_orders: {
    needed: ['order_id'],
    wanted: ['status', ...ORDER],
    also: ORDER_ALSO,
    key: 'order_id',
    rows: 'list',
  },
  finished_orders: {
    needed: ['order_id'],
    wanted: ['status', ...ORDER],
    also: ORDER_ALSO,
    key: 'order_id',
    rows: 'list',
  },
  listed_orders: {
    needed: ['order_id', 'client_order_id'],
    wanted: ['status', ...ORDER],
    also: ORDER_ALSO,
    key: 'order_id',
    rows: 'list',
  },
  order_fills: {
    needed: ['fill_price', 'fill_size'],
    wanted: ['fill_id', 'fill_fee', 'fill_fee_asset', 'order_id'],
    also: ['symbol', 'client_order_id', 'fill_side', 'fill_quote', 'fill_at', 'is_maker', 'is_buyer'],
    key: 'fill_id',
    rows: 'list',
  },
  balances: { needed: ['asset'], wanted: ['free', 'locked', 'total'], also: [], key: 'asset', rows: 'list' },
  fees: { needed: ['maker', 'taker'], wanted: ['symbol'], also: [], rows: 'either' },
  stream_token: { needed: ['token'], wanted: ['endpoint'], also: [], rows: 'one' },
  private_stream_token: { needed: ['token'], wanted: ['endpoint'], also: [], rows: 'one' },
  renew_stream_token: { needed: [], wanted: [], also: ['token'], rows: 'one' },
  release_stream_token: { needed: [], wanted: [], also: ['token'], rows: 'one' },
  stream_order: {
    needed: ['order_id', 'status'],
    wanted: [...ORDER, 'fill_id', ...FILL],
    also: ORDER_ALSO,
    key: 'order_id',
    rows: 'either',
  },
};

export const ROLE_NAMES = Object.keys(ROLES).filter((name): name is Role => Object.hasOwn(ROLES, name));
