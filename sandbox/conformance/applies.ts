import type { VenueDescription } from '../../venues/index.js';

type Applies = (venue: VenueDescription) => true | string;

export const toEvery: Applies = () => true;

/** The connector sends orders to the venue itself. */
export const toTrading: Applies = (venue) => {
  if (venue.kind !== 'live') return `a ${venue.kind} connector sends no orders to a venue`;
  return venue.endpoints.place_order !== undefined || 'the description has no place_order';
};

export const toCancelling: Applies = (venue) => {
  const trades = toTrading(venue);
  if (trades !== true) return trades;
  return venue.endpoints.cancel_order !== undefined || 'the description has no cancel_order';
};

/** The venue tells of orders by itself. */
export const toOrderEvents: Applies = (venue) => {
  const trades = toTrading(venue);
  if (trades !== true) return trades;
  return venue.streams.orders !== undefined || 'the venue has no stream of order events';
};

/** The connector signs in with credentials. */
export const toCredentials: Applies = (venue) => {
  if (venue.kind !== 'live') return `a ${venue.kind} connector needs no credentials`;
  return venue.auth !== undefined || 'the venue asks for no credentials';
};

export const toCandles: Applies = (venue) =>
  venue.kind !== 'backtest' || 'a backtest replays a file, not a venue';

export const toCandleStream: Applies = (venue) => {
  const candles = toCandles(venue);
  if (candles !== true) return candles;
  return venue.streams.candles !== undefined || 'the venue has no candle stream';
};

/** The connector talks to a venue at all. */
export const toNetwork: Applies = (venue) => venue.kind !== 'backtest' || 'a backtest talks to no venue';

export const toBalances: Applies = (venue) => {
  const trades = toTrading(venue);
  if (trades !== true) return trades;
  return venue.endpoints.balances !== undefined || 'the description has no balances';
};

export const toFees: Applies = (venue) => {
  const trades = toTrading(venue);
  if (trades !== true) return trades;
  return venue.endpoints.fees !== undefined || 'the venue does not tell its fees';
};
