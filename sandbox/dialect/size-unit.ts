import type { OrdersDescription } from '../../venues/index.js';
import type { Asked } from './asked.js';
import { scalarText } from './read-field.js';
import { says } from './request-rules.js';

/**
 * The order with its size in the asset that the venue takes it for: venues with `base_size_when` count a market
 * buy in quote unless the request says otherwise.
 */
export function withSizeUnit(
  asked: Asked,
  given: Readonly<Record<string, unknown>>,
  orders: OrdersDescription | undefined,
): Asked {
  const { size, ...rest } = asked;
  if (size !== undefined && orders?.quote_size_when !== undefined && says(orders.quote_size_when, given))
    return { ...rest, quoteSize: size };
  const rule = orders?.base_size_when;
  if (rule === undefined || asked.type !== 'MARKET' || size === undefined) return asked;
  const words = Object.entries(rule).map(([name, base]) => ({ base, said: scalarText(given[name]) }));
  const isBase = words.every(({ base, said }) =>
    said === undefined ? asked.side === 'SELL' : said === base,
  );
  return isBase ? asked : { ...rest, quoteSize: size };
}
