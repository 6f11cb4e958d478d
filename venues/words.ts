// The grammar's lists of names, apart from its schema: a generator needs the names and not the checks.

/** Our interval names, with their length in seconds. */
export const INTERVAL_SECONDS = {
  '1s': 1,
  '1m': 60,
  '3m': 180,
  '5m': 300,
  '15m': 900,
  '30m': 1800,
  '1h': 3600,
  '2h': 7200,
  '4h': 14_400,
  '6h': 21_600,
  '8h': 28_800,
  '12h': 43_200,
  '1d': 86_400,
  '1w': 604_800,
} as const;

export type IntervalName = keyof typeof INTERVAL_SECONDS;

/** A case that a venue answers with an error of its own. The kind is what the connector makes of it. */
export const ERROR_KINDS = {
  bad_key: 'credentials',
  bad_signature: 'credentials',
  bad_passphrase: 'credentials',
  /** A signed request lacks them; without codes of their own the venue answers as for a wrong one. */
  missing_key: 'credentials',
  missing_signature: 'credentials',
  missing_stamp: 'credentials',
  missing_passphrase: 'credentials',
  /** No time in the venue's form. */
  bad_stamp: 'credentials',
  missing_nonce: 'credentials',
  /** A header that is the same in every signed request. */
  missing_version: 'credentials',
  bad_version: 'credentials',
  /** A signed request says of what kind its body is, and has none. */
  unwanted_content_type: 'credentials',
  /** The account that a request names is not the key's. */
  bad_account: 'credentials',
  missing_permission: 'permission',
  stale_timestamp: 'clock-skew',
  replayed_nonce: 'clock-skew',
  unknown_symbol: 'unknown-symbol',
  unknown_asset: 'unknown-symbol',
  bad_parameter: 'invalid-order',
  missing_parameter: 'invalid-order',
  bad_interval: 'invalid-order',
  bad_side: 'invalid-order',
  bad_type: 'invalid-order',
  bad_time_in_force: 'invalid-order',
  /** One that does not go with the others. */
  unwanted_parameter: 'invalid-order',
  unknown_parameter: 'invalid-order',
  duplicate_parameter: 'invalid-order',
  window_too_long: 'other',
  price_precision: 'invalid-order',
  size_precision: 'invalid-order',
  below_minimum_size: 'invalid-order',
  below_minimum_notional: 'invalid-order',
  above_maximum_size: 'invalid-order',
  would_cross: 'invalid-order',
  /** A fill-or-kill order that the book cannot fill. */
  not_fillable: 'invalid-order',
  /** An IOC order that meets nothing. */
  unmatched: 'invalid-order',
  market_closed: 'invalid-order',
  insufficient_balance: 'insufficient-balance',
  duplicate_client_id: 'duplicate-order',
  cancel_unknown_order: 'order-not-found',
  /** One that has ended, where the venue says how. */
  cancel_filled_order: 'order-not-found',
  cancel_cancelled_order: 'order-not-found',
  /** Unknown or no longer open. */
  amend_unknown_order: 'order-not-found',
  get_unknown_order: 'order-not-found',
  /** A stream's token that was never given out, has expired or was released. */
  unknown_stream_token: 'other',
  /** On a socket: what needs a login came before one, and a message that the venue does not know. */
  not_logged_in: 'credentials',
  bad_message: 'other',
  rate_limit: 'rate-limit',
  internal: 'unavailable',
  maintenance: 'maintenance',
  not_found: 'other',
} as const;

export type ErrorCase = keyof typeof ERROR_KINDS;

/** What a request may depend on: the order's type, its side, or both; the narrower before the wider. */
export const ORDER_CONDITIONS = [
  'limit_buy',
  'limit_sell',
  'market_buy',
  'market_sell',
  'limit',
  'market',
  'buy',
  'sell',
] as const;
