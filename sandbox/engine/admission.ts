import type { Market } from './market.js';
import type { OrderTerms } from './order-record.js';
import type { HouseRequest, PlaceRequest, RejectReason, Rejection } from './types.js';
import { parseSmallUnits, parseUnits, SMALL_LIMIT, unitsText } from './units.js';

/** Checks a request against the market's rules, whoever sends it; returns its terms in units. */
export function admit(market: Market, request: PlaceRequest): OrderTerms | Rejection {
  if (!market.isOpen) return reject('market-closed', `${market.spec.symbol} is not trading`);
  return request.type === 'LIMIT' ? admitLimit(market, request) : admitMarket(market, request);
}

/** The same for an order in units. */
export function admitHouse(market: Market, request: HouseRequest): OrderTerms | Rejection {
  if (!market.isOpen) return reject('market-closed', `${market.spec.symbol} is not trading`);
  const { side, timeInForce, size, price } = request;
  const wrong =
    (price < SMALL_LIMIT ? undefined : reject('bad-parameter', 'the price is too high')) ??
    checkPrice(market, price) ??
    checkSize(market, size) ??
    checkNotional(market, market.unitPrice(price) * size);
  return (
    wrong ?? {
      side,
      type: 'LIMIT',
      timeInForce,
      selfTrade: undefined,
      size,
      quoteSize: undefined,
      limit: price,
      clientOrderId: undefined,
      tag: undefined,
      choices: undefined,
    }
  );
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
  const { side, timeInForce = 'GTC', clientOrderId, tag, selfTrade } = request;
  const tooSmall = checkNotional(market, market.unitPrice(limit) * size);
  return (
    tooSmall ?? {
      side,
      type: 'LIMIT',
      timeInForce,
      selfTrade,
      size,
      quoteSize: undefined,
      limit,
      clientOrderId,
      tag,
      choices: choicesOf(request),
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
    selfTrade: request.selfTrade,
    size,
    quoteSize,
    limit: undefined,
    clientOrderId: request.clientOrderId,
    tag: request.tag,
    choices: choicesOf(request),
  };
}

function choicesOf({ feeIn, sent, expiresAt }: PlaceRequest): OrderTerms['choices'] {
  return feeIn === undefined && sent === undefined && expiresAt === undefined
    ? undefined
    : { feeIn, sent, expiresAt };
}

/** Book keys are numbers, so a price must be exact as one: 15 digits are more than any market has. */
function readPrice(market: Market, text: string | undefined): number | Rejection {
  if (text === undefined) return reject('bad-parameter', 'a limit order needs a price');
  const price = parseSmallUnits(text, market.priceDecimals);
  if (price === 'malformed') return reject('bad-parameter', `price ${text} is no plain decimal`);
  if (price === 'too-large') return reject('bad-parameter', `price ${text} is too high`);
  if (price === 'too-precise') return offGrid(market, text);
  return checkPrice(market, price, text) ?? price;
}

function checkPrice(market: Market, price: number, text?: string): Rejection | undefined {
  if (price % market.tickUnits !== 0)
    return offGrid(market, text ?? unitsText(BigInt(price), market.priceDecimals));
  return price === 0 ? reject('bad-parameter', 'price must be above 0') : undefined;
}

function offGrid(market: Market, text: string): Rejection {
  const { tickSize } = market.spec;
  return reject('price-precision', `price ${text} is not a multiple of the tick size ${tickSize}`);
}

function readSize(market: Market, text: string | undefined): bigint | Rejection {
  if (text === undefined) return reject('bad-parameter', 'a size is needed');
  const size = parseUnits(text, market.sizeDecimals);
  if (size === 'malformed') return reject('bad-parameter', `size ${text} is no plain decimal`);
  if (size === 'too-precise') return offStep(market, text);
  return checkSize(market, size, text) ?? size;
}

function checkSize(market: Market, size: bigint, text?: string): Rejection | undefined {
  const { minSize, maxSize, step, spec } = market;
  const shown = (): string => text ?? unitsText(size, market.sizeDecimals);
  if (step !== 1n && size % step !== 0n) return offStep(market, shown());
  if (size < minSize || size === 0n) {
    return reject('below-minimum-size', `size ${shown()} is below the minimum size ${spec.minSize}`);
  }
  if (maxSize === undefined || size <= maxSize) return undefined;
  return reject('above-maximum-size', `size ${shown()} is above the maximum size ${spec.maxSize}`);
}

function offStep(market: Market, text: string): Rejection {
  const { stepSize } = market.spec;
  return reject('size-precision', `size ${text} is not a multiple of the step size ${stepSize}`);
}

function checkNotional(market: Market, notional: bigint): Rejection | undefined {
  if (notional >= market.minNotional) return undefined;
  return reject(
    'below-minimum-notional',
    `the order is worth less than ${market.spec.minNotional} ${market.quote.name}`,
  );
}
