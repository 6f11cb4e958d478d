import type { Market } from './market.js';
import type { OrderTerms } from './order-record.js';
import type { PlaceRequest, RejectReason, Rejection } from './types.js';
import { parseSmallUnits, parseUnits } from './units.js';

/** Checks a request against the market's rules, whoever sends it; returns its terms in units. */
export function admit(market: Market, request: PlaceRequest): OrderTerms | Rejection {
  if (!market.isOpen) return reject('market-closed', `${market.spec.symbol} is not trading`);
  return request.type === 'LIMIT' ? admitLimit(market, request) : admitMarket(market, request);
}

export function reject(rejected: RejectReason, message: string): Rejection {
  return { rejected, message };
}

function admitLimit(market: Market, request: PlaceRequest): OrderTerms | Rejection {
  if (request.quoteSize !== undefined) return reject('bad-parameter', 'quoteSize is for market orders');
  const limit = readPrice(market, request.price);
  if (typeof limit !== 'number') return limit;
  const size = readSize(market, request.size);
  if (typeof size !== 'bigint') return size;
  const { side, timeInForce = 'GTC', clientOrderId } = request;
  const tooSmall = checkNotional(market, market.unitPrice(limit) * size);
  return (
    tooSmall ?? {
      side,
      type: 'LIMIT',
      timeInForce,
      size,
      quoteSize: undefined,
      limit,
      clientOrderId,
    }
  );
}

function admitMarket(market: Market, request: PlaceRequest): OrderTerms | Rejection {
  if (request.price !== undefined) return reject('bad-parameter', 'a market order has no price');
  if (request.timeInForce === 'POST_ONLY')
    return reject('bad-parameter', 'a market order cannot be post-only');
  if ((request.size === undefined) === (request.quoteSize === undefined)) {
    return reject('bad-parameter', 'a market order has either a size or a quoteSize');
  }
  return request.quoteSize === undefined
    ? admitMarketBySize(market, request)
    : admitMarketByQuote(market, request, request.quoteSize);
}

function admitMarketBySize(market: Market, request: PlaceRequest): OrderTerms | Rejection {
  const size = readSize(market, request.size);
  if (typeof size !== 'bigint') return size;
  const price = market.otherSide(request.side).best?.price ?? market.lastPrice;
  const tooSmall = price === undefined ? undefined : checkNotional(market, market.unitPrice(price) * size);
  return tooSmall ?? marketTerms(request, size, undefined);
}

function admitMarketByQuote(market: Market, request: PlaceRequest, text: string): OrderTerms | Rejection {
  const quoteSize = parseUnits(text, market.quote.decimals);
  if (quoteSize === 'malformed') return reject('bad-parameter', `quoteSize ${text} is no plain decimal`);
  if (quoteSize === 'too-precise') {
    return reject('size-precision', `quoteSize ${text} has more than ${market.quote.decimals} decimals`);
  }
  if (quoteSize === 0n) return reject('bad-parameter', 'quoteSize must be above 0');
  const tooSmall = checkNotional(market, quoteSize);
  return tooSmall ?? marketTerms(request, 0n, quoteSize);
}

function marketTerms(request: PlaceRequest, size: bigint, quoteSize: bigint | undefined): OrderTerms {
  return {
    side: request.side,
    type: 'MARKET',
    timeInForce: request.timeInForce === 'FOK' ? 'FOK' : 'IOC',
    size,
    quoteSize,
    limit: undefined,
    clientOrderId: request.clientOrderId,
  };
}

/** Book keys are numbers, so a price must be exact as one: 15 digits are more than any market has. */
function readPrice(market: Market, text: string | undefined): number | Rejection {
  if (text === undefined) return reject('bad-parameter', 'a limit order needs a price');
  const price = parseSmallUnits(text, market.priceDecimals);
  if (price === 'malformed') return reject('bad-parameter', `price ${text} is no plain decimal`);
  if (price === 'too-large') return reject('bad-parameter', `price ${text} is too high`);
  if (price === 'too-precise' || price % market.tickUnits !== 0) {
    return reject(
      'price-precision',
      `price ${text} is not a multiple of the tick size ${market.spec.tickSize}`,
    );
  }
  return price === 0 ? reject('bad-parameter', 'price must be above 0') : price;
}

function readSize(market: Market, text: string | undefined): bigint | Rejection {
  if (text === undefined) return reject('bad-parameter', 'a size is needed');
  const { minSize, maxSize, spec } = market;
  const size = parseUnits(text, market.sizeDecimals);
  if (size === 'malformed') return reject('bad-parameter', `size ${text} is no plain decimal`);
  if (size === 'too-precise' || (market.step !== 1n && size % market.step !== 0n)) {
    return reject('size-precision', `size ${text} is not a multiple of the step size ${spec.stepSize}`);
  }
  if (size < minSize || size === 0n) {
    return reject('below-minimum-size', `size ${text} is below the minimum size ${spec.minSize}`);
  }
  if (maxSize !== undefined && size > maxSize) {
    return reject('above-maximum-size', `size ${text} is above the maximum size ${spec.maxSize}`);
  }
  return size;
}

function checkNotional(market: Market, notional: bigint): Rejection | undefined {
  if (notional >= market.minNotional) return undefined;
  return reject(
    'below-minimum-notional',
    `the order is worth less than ${market.spec.minNotional} ${market.quote.name}`,
  );
}
