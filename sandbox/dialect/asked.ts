import type { ErrorCase, OrderStatusName, TimeUnit } from '../../venues/index.js';
import type { SelfTradeRule, Side, TimeInForce } from '../engine/types.js';
import type { Bindings } from './bind-parameters.js';
import type { Ids } from './ids.js';
import type { Market } from './markets.js';
import { parseJson } from './request-values.js';
import { parseTime, timeUnit } from './times.js';
import type { Words } from './words.js';

/** A request in our words. Times in ms, sizes in base, prices in quote, amounts as plain decimal text. */
export interface Asked {
  market?: Market;
  markets?: readonly Market[];
  intervalSeconds?: number;
  start?: number;
  end?: number;
  limit?: number;
  /** By what a page of a list is asked for, as the venue spells it. */
  cursor?: string;
  side?: Side;
  type?: 'LIMIT' | 'MARKET';
  timeInForce?: TimeInForce;
  /** Whether the order stays open for a while only, and for how long. */
  isTimed?: boolean;
  expiresIn?: number;
  selfTrade?: SelfTradeRule;
  size?: string;
  quoteSize?: string;
  price?: string;
  clientOrderId?: string;
  /** What the order's fees are taken in, where the request chooses it. */
  feeIn?: 'base' | 'quote';
  /** Parameters that the venue repeats later on, as the client wrote them. */
  sent?: Readonly<Record<string, unknown>>;
  /** When the order is to end. */
  expiresAt?: number;
  /** The order is only checked. */
  isDryRun?: boolean;
  /** Only its terms are: neither balances nor the book refuse it. */
  checksTerms?: boolean;
  /** A cancel's own. */
  cancelId?: string;
  /** Ours; `NO_ORDER` where the text is none of the venue's ids. */
  orderId?: string;
  /** The same as the client wrote it. */
  orderIdText?: string;
  /** What the client marks several orders alike with. */
  orderTag?: string;
  /** A stream's. */
  token?: string;
  /** Of one fill alone; `NO_ORDER` where the text is none of the venue's ids. */
  fillId?: string;
  /** Only rows of a list after this one, as the venue spells it. */
  newerThan?: string;
  /** The order of a list's rows, where the request names one. */
  sort?: 'ascending' | 'descending';
  /** The client id of the order that is replaced. */
  replacedClientId?: string;
  /** Only what an account has of these. */
  assets?: readonly string[];
  /** Only what it has in this wallet, as the venue knows it. */
  walletId?: string;
  /** Only orders that are so. */
  status?: OrderStatusName;
}

/** No order of the engine has it. */
export const NO_ORDER = '';

export interface Wrong {
  readonly wrong: ErrorCase;
  /** What is wrong, for the request log. */
  readonly detail: string;
  /** The placeholder whose value is wrong. */
  readonly about?: string;
}

interface DecodeContext {
  readonly words: Words;
  readonly ids: Ids;
  readonly timeUnit: TimeUnit;
}

/** The bindings in our words; empty texts count as not given. */
export function decodeRequest(bindings: Bindings, context: DecodeContext): Asked | Wrong {
  const asked: Asked = {};
  for (const { name, filter, text } of bindings.values()) {
    const reader = READERS[name];
    if (reader === undefined || text === '') continue;
    // Of several values each is a request of its own by now.
    const wrong = reader(asked, text, context, filter === 'list' ? undefined : filter);
    if (wrong !== undefined)
      return { wrong, detail: `${name} ${JSON.stringify(text.slice(0, 60))}`, about: name };
  }
  const base = bindings.get('base')?.text;
  const quote = bindings.get('quote')?.text;
  if (asked.market === undefined && base !== undefined && quote !== undefined) {
    const market = context.words.marketOf(base, quote);
    if (market === undefined) return { wrong: 'unknown_symbol', detail: `${base}, ${quote}` };
    asked.market = market;
  }
  return asked;
}

/** Takes a value over; answers the venue's error case where it cannot. */
type Reader = (
  asked: Asked,
  text: string,
  context: DecodeContext,
  filter: string | undefined,
) => ErrorCase | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  symbol(asked, text, { words }, filter) {
    const market = words.market(text, filter);
    if (market === undefined) return 'unknown_symbol';
    asked.market = market;
    return undefined;
  },
  market_index(asked, text, { words }) {
    const market = words.marketAt(text);
    if (market === undefined) return 'unknown_symbol';
    asked.market = market;
    return undefined;
  },
  symbols(asked, text, { words }) {
    const list = text.startsWith('[') ? parseJson(text) : text.split(',');
    if (!Array.isArray(list)) return 'bad_parameter';
    const markets = list.map((name: unknown) => (typeof name === 'string' ? words.market(name) : undefined));
    if (markets.includes(undefined)) return 'unknown_symbol';
    asked.markets = markets.filter((market) => market !== undefined);
    return undefined;
  },
  interval(asked, text, { words }) {
    const seconds = words.interval(text);
    if (seconds === undefined) return 'bad_interval';
    asked.intervalSeconds = seconds;
    return undefined;
  },
  start: (asked, text, context, filter) => readTime(asked, 'start', text, context, filter),
  submitted: (asked, text, context, filter) => readTime(asked, 'start', text, context, filter),
  end: (asked, text, context, filter) => readTime(asked, 'end', text, context, filter),
  expires(asked, text, context, filter) {
    const ms = parseTime(text, timeUnit(filter, context.timeUnit));
    if (ms === undefined || ms < 0) return 'bad_parameter';
    asked.expiresAt = ms;
    return undefined;
  },
  limit(asked, text) {
    if (!/^\d{1,6}$/.test(text) || Number(text) === 0) return 'bad_parameter';
    asked.limit = Number(text);
    return undefined;
  },
  side(asked, text, { words }) {
    const side = words.side(text);
    if (side === undefined) return 'bad_side';
    asked.side = side;
    return undefined;
  },
  type(asked, text, { words }) {
    const known = words.type(text);
    if (known === undefined) return 'bad_type';
    asked.type = known.type;
    if (known.timeInForce !== undefined) asked.timeInForce = known.timeInForce;
    return undefined;
  },
  time_in_force(asked, text, { words }, filter) {
    const timeInForce = words.timeInForce(filter === 'lower' ? text.toLowerCase() : text);
    if (timeInForce === undefined) return 'bad_time_in_force';
    asked.timeInForce ??= timeInForce;
    if (words.isTimed(text)) asked.isTimed = true;
    return undefined;
  },
  self_trade(asked, text, { words }) {
    const rule = words.selfTrade(text);
    if (rule === undefined) return 'bad_parameter';
    asked.selfTrade = rule;
    return undefined;
  },
  expires_in(asked, text, context, filter) {
    // Less than nothing is what clients write that want none.
    if (text.startsWith('-')) return undefined;
    const ms = /^\d{1,10}$/.test(text) ? parseTime(text, timeUnit(filter, context.timeUnit)) : undefined;
    if (ms === undefined) return 'bad_parameter';
    if (ms > 0) asked.expiresIn = ms;
    return undefined;
  },
  post_only(asked) {
    asked.timeInForce = 'POST_ONLY';
    return undefined;
  },
  cursor(asked, text) {
    asked.cursor = text;
    return undefined;
  },
  size: (asked, text) => readAmount(asked, 'size', text),
  quote_size: (asked, text) => readAmount(asked, 'quoteSize', text),
  price: (asked, text) => readAmount(asked, 'price', text),
  client_order_id(asked, text) {
    asked.clientOrderId = text;
    return undefined;
  },
  order_tag(asked, text, _context, filter) {
    if (filter === 'number' && !/^-?\d{1,10}$/.test(text)) return 'bad_parameter';
    asked.orderTag = text;
    return undefined;
  },
  cancel_id(asked, text) {
    asked.cancelId = text;
    return undefined;
  },
  token(asked, text) {
    asked.token = text;
    return undefined;
  },
  newer_than(asked, text) {
    asked.newerThan = text;
    return undefined;
  },
  sort(asked, text) {
    const sort = SORTS[text.toLowerCase()];
    if (sort === undefined) return 'bad_parameter';
    asked.sort = sort;
    return undefined;
  },
  replaced_client_id(asked, text) {
    asked.replacedClientId = text;
    return undefined;
  },
  status(asked, text, { words }) {
    const status = words.meaning(text);
    if (status !== undefined) asked.status = status;
    return undefined;
  },
  asset(asked, text, { words }) {
    asked.assets = text.split(',').map((name) => words.ourAsset(name.trim()));
    return undefined;
  },
  wallet_id(asked, text) {
    asked.walletId = text;
    return undefined;
  },
  fill_id(asked, text, { ids }) {
    asked.fillId = ids.fillId.decode(text) ?? NO_ORDER;
    return undefined;
  },
  order_id(asked, text, { ids }) {
    asked.orderId = ids.orderId.decode(text) ?? NO_ORDER;
    asked.orderIdText = text;
    return undefined;
  },
};

const SORTS: Readonly<Record<string, Asked['sort']>> = { asc: 'ascending', desc: 'descending' };

function readTime(
  asked: Asked,
  name: 'start' | 'end',
  text: string,
  context: DecodeContext,
  filter: string | undefined,
): ErrorCase | undefined {
  const ms = parseTime(text, timeUnit(filter, context.timeUnit));
  if (ms === undefined || ms < 0) return 'bad_parameter';
  asked[name] = ms;
  return undefined;
}

/** Plain decimal text only: no sign, no exponent, no leading dot; more than zero. */
function readAmount(asked: Asked, name: 'size' | 'quoteSize' | 'price', text: string): ErrorCase | undefined {
  if (!/^\d{1,20}(\.\d{1,20})?$/.test(text) || /^[0.]+$/.test(text)) return 'bad_parameter';
  asked[name] = text;
  return undefined;
}
