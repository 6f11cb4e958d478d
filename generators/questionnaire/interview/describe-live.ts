import { isRecord, type ParameterValue } from '../../../venues/index.js';
import { candleStreamOf } from './candle-stream.js';
import type { Answers, Style } from './draft-parts.js';
import { wordsIn } from './order-words.js';
import { authOf, type Signings } from './signing.js';

/** What the answers say beyond endpoints: signing, words for orders and the candle stream, over what the style has. */
export function liveParts(answers: Answers, style: Style, signings: Signings): Record<string, unknown> {
  const auth = authOf(answers, signings);
  const candles = candleStreamOf(answers);
  const orders = ordersOf(answers, style);
  return {
    ...(auth === undefined ? {} : { auth }),
    ...(orders === undefined ? {} : { orders }),
    ...(answers.stream === undefined ? {} : { streams: candles === undefined ? {} : { candles } }),
  };
}

/** Endpoints as the answers about orders need them: a market buy by cost sends its cost. */
export function sizedByCost(
  endpoints: Record<string, unknown>,
  { market_buy }: Answers,
): Record<string, unknown> {
  const place = endpoints.place_order;
  if (market_buy !== 'quote' || !isRecord(place) || !isRecord(place.params)) return endpoints;
  const params = Object.fromEntries(
    Object.entries(place.params).map(([name, value]) => [name, value === '{size}' ? BY_COST : value]),
  );
  return { ...endpoints, place_order: { ...place, params } };
}

const BY_COST: ParameterValue = {
  first: [
    { value: '{quote_size}', when: 'market_buy' },
    { value: '{size}', when: 'otherwise' },
  ],
};

function ordersOf(answers: Answers, style: Style): Record<string, unknown> | undefined {
  const { sides, client_id, fee_asset, market_buy } = answers;
  if (sides === undefined) return undefined;
  const own = isRecord(style.description.orders) ? style.description.orders : {};
  const [charset, length] = (client_id ?? '').split(' ');
  return {
    ...own,
    ...wordsIn(answers),
    ...(client_id === undefined ? {} : { client_id: { charset, length: Number(length) } }),
    ...(fee_asset === undefined ? {} : { fee_asset }),
    ...(market_buy === undefined ? {} : { market_buy }),
    ...(tellsStatus(answers['sample:cancel_order']) ? {} : { cancel: own.cancel ?? 'async' }),
  };
}

/** A cancel whose answer tells no status is a promise: what came of it is looked up. */
function tellsStatus(sample: string | undefined): boolean {
  return sample !== undefined && /"(order_?)?(status|state)"/i.test(sample);
}
