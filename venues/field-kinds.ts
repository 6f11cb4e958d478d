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
  /** A number by which requests name the market. */
  market_index: 'integer',
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
  // ticker
  bid_price: 'decimal',
  bid_size: 'decimal',
  ask_price: 'decimal',
  ask_size: 'decimal',
  last_size: 'decimal',
  /** The average price of the last five minutes. */
  recent_price: 'decimal',
  /** Of a price since a day ago; of a wallet since it was told last. */
  change: 'decimal',
  /** As a fraction of the opening price. */
  change_rate: 'decimal',
  // orders
  order_id: 'text',
  client_order_id: 'text',
  /** What the account marks several orders alike with. */
  order_tag: 'text',
  side: 'side',
  type: 'type',
  time_in_force: 'time_in_force',
  self_trade: 'self_trade',
  price: 'decimal',
  size: 'decimal',
  quote_size: 'decimal',
  status: 'status',
  filled_size: 'decimal',
  remaining_size: 'decimal',
  /** What the rest would cost at the order's price. */
  remaining_quote: 'decimal',
  filled_quote: 'decimal',
  /** Price times size, or the cost that a market order was given. */
  notional: 'decimal',
  /** What is still to be filled while the order is open: none of a finished one. */
  open_size: 'decimal',
  open_quote: 'decimal',
  /** What of its notional was neither filled nor cancelled, also when it has ended. */
  unspent_quote: 'decimal',
  /** What was never filled of an order that has ended. */
  cancelled_size: 'decimal',
  cancelled_quote: 'decimal',
  /** The filled part of the size: 0.4 is 40 %. */
  filled_share: 'decimal',
  fill_count: 'integer',
  /** What was paid with its fees, or received without them, in quote. */
  value_after_fees: 'decimal',
  /** What of the account is locked for the order. */
  held: 'decimal',
  is_post_only: 'flag',
  average_price: 'decimal',
  fee: 'decimal',
  fee_asset: 'asset',
  is_open: 'flag',
  execution: 'execution',
  reason: 'text',
  /** Why an order ended that was not filled; its words stand at the place (`endings`). */
  ending: 'ending',
  created_at: 'time',
  updated_at: 'time',
  /** When an order ended; an open one has none. */
  closed_at: 'time',
  // one fill
  fill_id: 'text',
  /** Counts the market's trades. */
  fill_sequence: 'integer',
  fill_price: 'decimal',
  fill_size: 'decimal',
  fill_quote: 'decimal',
  fill_fee: 'decimal',
  fill_fee_asset: 'asset',
  /** As a fraction of the amount that it was taken from. */
  fill_fee_rate: 'decimal',
  /** What of the order's size was still to be filled after it. */
  fill_leaves: 'decimal',
  fill_side: 'side',
  fill_at: 'time',
  is_maker: 'flag',
  is_buyer: 'flag',
  /** What a fill made of the account's assets, its fee apart: below zero where they became less. */
  base_change: 'decimal',
  quote_change: 'decimal',
  // wallet and fees
  asset: 'asset',
  free: 'decimal',
  locked: 'decimal',
  total: 'decimal',
  /** By how much an asset's amounts differ from what a stream told last, and whether a fill made it so. */
  free_change: 'decimal',
  locked_change: 'decimal',
  by_fill: 'flag',
  /** What the whole of an asset is worth, and the whole account, in the asset that the first market is quoted in. */
  value: 'decimal',
  account_value: 'decimal',
  account_free_value: 'decimal',
  /** The number by which the venue knows an asset: that by which a market's row looks it up. */
  asset_index: 'integer',
  /** By which the venue knows the account's wallet of an asset. */
  wallet_id: 'text',
  maker: 'decimal',
  taker: 'decimal',
  // time, counters, tokens
  time: 'time',
  sequence: 'integer',
  /** Of a book's changes: the first number that they stand for, and the number of the frame before. */
  first_sequence: 'integer',
  previous_sequence: 'integer',
  /** CRC-32 of a book's best levels: `price:size` of bids and asks in turn (signed), or their digits, asks first. */
  checksum: 'integer',
  digits_checksum: 'integer',
  count: 'integer',
  /** Of a list in pages: the page that was asked for, how many rows it may have, and how many pages there are. */
  page_number: 'integer',
  page_size: 'integer',
  page_count: 'integer',
  token: 'text',
  /** The number by which the venue knows the account. */
  account_number: 'integer',
  /** A stream's address, told with the token. */
  endpoint: 'text',
} as const;

export type FieldName = keyof typeof FIELD_KINDS;
export type FieldKind = (typeof FIELD_KINDS)[FieldName];
