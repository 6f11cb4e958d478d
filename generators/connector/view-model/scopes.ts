import { literal } from '../../naming/literal.js';
import type { TimeUnit, VenueDescription } from '../../../venues/index.js';
import { number, text, type Expression, type Scope } from './expression.js';
import { intervalExpression, streamIntervalExpression, venueAsset } from './market.js';
import { durationMs, stampNowExpression, timeExpression } from './time.js';

/** What stands for itself anywhere in the class: the market, and what the configuration holds. */
export function commonScope(description: VenueDescription): Scope {
  const credentials = description.auth?.credentials ?? [];
  return {
    symbol: text('this.market'),
    ...(description.endpoints.instruments.response.fields.market_index === undefined
      ? {}
      : { market_index: number('this.marketIndex') }),
    base: { ...text(venueAsset(description, 'base')), filters: { ours: text('this.symbol.base') } },
    quote: { ...text(venueAsset(description, 'quote')), filters: { ours: text('this.symbol.quote') } },
    ...Object.fromEntries(credentials.map((key) => [key, text(`this.config.${key}`)])),
  };
}

/** Inside a signer's callbacks, which name what they use of the request. */
export function signingScope(description: VenueDescription): Scope {
  return {
    ...commonScope(description),
    stamp: { ...text('stamp'), filters: { number: number('Number(stamp)') } },
    nonce: nonceExpression(description),
    uuid: text('uuid'),
    method: text('method'),
    host: text('host'),
    path: text('path'),
    query: text('query'),
    path_query: text('pathWithQuery'),
    sorted_query: text('sortedQuery'),
    body: text('body'),
    content_type: text('contentType'),
    signed_as: text('signedAs'),
    signature: text('signature'),
    receive_window: text(literal(String(durationMs(description.auth?.stamp?.past ?? '5s')))),
  };
}

/** A number that rises, or an id that is made anew for every request. */
function nonceExpression({ auth }: VenueDescription): Expression {
  switch (auth?.nonce?.kind) {
    case 'uuid':
      return text('uuid');
    case 'random_hex':
      return text(`uuid.replaceAll('-', '')`);
    default:
      return { ...text('nonce'), filters: { number: number('Number(nonce)') } };
  }
}

/** Where an order is sent, cancelled or asked for. */
export function orderScope(description: VenueDescription, clientOrderId: string): Scope {
  const { orders } = description;
  if (orders === undefined) return commonScope(description);
  const { sides, types, time_in_force: timeInForce } = orders;
  return {
    ...commonScope(description),
    side: text(wordCode('isBuy', 'order.orderSide', [sides.buy, 'BUY'], [sides.sell, 'SELL'])),
    type: text(wordCode('isLimit', 'order.orderType', [types.limit, 'LIMIT'], [types.market, 'MARKET'])),
    ...(timeInForce === undefined ? {} : { time_in_force: text(literal(timeInForce.gtc)) }),
    size: text('this.instrument.size(order.size, order.orderType)'),
    price: text('this.instrument.price(order.price, order.orderSide)'),
    ...submittedScope(description),
    client_order_id: { ...text(clientOrderId), filters: { number: number(`Number(${clientOrderId})`) } },
    order_id: {
      ...text('knownId(order.orderId)'),
      filters: { number: number('Number(knownId(order.orderId))') },
    },
  };
}

/** Where lists are asked for what became of an order. */
export function submittedScope({ time_unit: unit }: VenueDescription): Scope {
  return { submitted: timeExpression('beforeSubmission(order)', 0, unit) };
}

/** Where candles are asked for, all at once or page by page: from the first to the last start wanted, in seconds. */
export function candlesScope(description: VenueDescription, unit: TimeUnit, isPaged: boolean): Scope {
  const { page } = description.endpoints.candles;
  return {
    ...commonScope(description),
    interval: intervalExpression(description),
    start: timeExpression(isPaged ? 'start' : 'from', page.start === 'inclusive' ? 0 : -1, unit),
    end: timeExpression(isPaged ? 'end' : 'to', page.end === 'inclusive' ? 0 : 1, unit),
    limit: number(isPaged ? 'PAGE_LIMIT' : literal(page.limit)),
  };
}

export function streamScope(description: VenueDescription): Scope {
  return {
    ...commonScope(description),
    interval: streamIntervalExpression(description),
    uuid: text('crypto.randomUUID()'),
    stamp: stampNowExpression(description.auth?.stamp?.unit ?? 'ms'),
  };
}

/** Our own word where the venue's is the same, else the choice between the venue's two. */
function wordCode(
  question: string,
  ours: string,
  [first, ourFirst]: readonly [string, string],
  [second, ourSecond]: readonly [string, string],
): string {
  if (first === ourFirst && second === ourSecond) return ours;
  return `${question} ? ${literal(first)} : ${literal(second)}`;
}
