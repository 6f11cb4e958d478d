import { nameScore, squeeze } from '../../../venues/infer/names.js';
import type { Role } from '../../../venues/infer/roles.js';
import { timeUnitOf } from '../../../venues/infer/values.js';
import { wordMeaning } from '../../../venues/infer/words.js';
import { placeholders, type ParameterValue } from '../../../venues/index.js';

/** What a request can say in place of a constant. */
export type ParameterName =
  | 'symbol'
  | 'interval'
  | 'start'
  | 'end'
  | 'limit'
  | 'side'
  | 'type'
  | 'price'
  | 'size'
  | 'order_id'
  | 'client_order_id';

/** The placeholder that a parameter of this name and documented value is; a constant where it is none. */
export function parameterFor(name: string, value: string, role: Role): ParameterValue {
  if (placeholders(value).length > 0) return conditional(value);
  if (PAGED.includes(role)) return pageParameter(name, value);
  // `type` is a side at one venue and an order's type at another: the documented value tells.
  const word = /side|type|direction|action/i.test(name);
  if (word && wordMeaning('side', value) !== undefined && /[a-z]/i.test(value)) return '{side}';
  if (word && wordMeaning('type', value) !== undefined) return '{type}';
  if (wordMeaning('time_in_force', value) === 'gtc' && nameScore('time_in_force', own(name), false) > 0)
    return { value, when: 'limit' };
  const [best] = ORDER_FIELDS.map((field) => ({ field, score: nameScore(field, own(name), false) }))
    .filter(({ field, score }) => score > 0 && !(field === 'symbol' && VAGUE.test(name)))
    .toSorted((a, b) => b.score - a.score);
  return best === undefined ? value : conditional(`{${best.field}}`);
}

/** A market order has no price. */
function conditional(value: string): ParameterValue {
  return value === '{price}' ? { value, when: 'limit' } : value;
}

/** `name` and `id` are a market's in a market's row, never in an order's request. */
const VAGUE = /^(name|id|s|coin)$/i;
const PAGED: readonly Role[] = ['candles', 'instruments', 'server_time'];
// Of two that a name fits alike the first is meant: a bare `type` is an order's type.
const ORDER_FIELDS = ['client_order_id', 'order_id', 'type', 'side', 'symbol', 'size', 'price'] as const;

const MEANINGS: readonly (readonly [placeholder: string, names: RegExp])[] = [
  ['symbol', /^(symbol|instid|pair|currencypair|market|productid|instrument(name)?|ticker|coin)$/],
  ['interval', /^(interval|bar|granularity|period|resolution|timeframe|type|step|candletype)$/],
  ['start', /^(start|startat|starttime|from|since|begin|fromtime|starttimestamp)$/],
  ['end', /^(end|endat|endtime|to|until|totime|endtimestamp)$/],
  ['limit', /^(limit|size|count|pagesize|maxresults)$/],
];

function pageParameter(name: string, value: string): string {
  const placeholder = MEANINGS.find(([, names]) => names.test(squeeze(name)))?.[0];
  if (placeholder === undefined) return value;
  if (placeholder !== 'start' && placeholder !== 'end') return `{${placeholder}}`;
  return `{${placeholder}|${timeUnitOf(value) ?? 'ms'}}`;
}

/** `newClientOrderId` is the client order id of a new order. */
function own(name: string): { own: string; holder: string } {
  return { own: name.replace(/^new_?(?=[A-Z_])/, ''), holder: '' };
}
