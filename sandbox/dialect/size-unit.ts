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
  const { quote_size_when: quoteWhen } = orders ?? {};
  if (asked.size !== undefined && quoteWhen !== undefined && says(quoteWhen, given)) {
    const { size: cost, ...others } = asked;
    return { ...others, quoteSize: cost };
  }
  const rule = orders?.base_size_when;
  if (rule === undefined || asked.type !== 'MARKET' || asked.size === undefined) return asked;
  const { size, ...rest } = asked;
  const words = Object.entries(rule).map(([name, base]) => ({ base, said: scalarText(given[name]) }));
  const isBase = words.every(({ base, said }) =>
    said === undefined ? asked.side === 'SELL' : said === base,
  );
  return isBase ? asked : { ...rest, quoteSize: size };
}
