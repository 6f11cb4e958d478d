import type { FieldName } from '../schema/fields.js';

/** What counts the base asset, what counts the quote asset, and the words that venues put before or after them. */
const SIZE = '(?:base)?(?:qty|quantity|amount|amt|volume|vol|size|sz)|base';
const QUOTE =
  '(?:quote)?(?:value|cost|notional|funds|turnover)|quote(?:asset)?(?:qty|quantity|amount|amt|volume|vol|size)?|(?:qty|quantity|amount|amt|volume|size)(?:in)?quote(?:asset)?';
const DONE = '(?:total|cum(?:ulative)?|acc)?(?:filled|executed|exec|matched|traded|dealt)';
const LEFT = '(?:remaining|remain|left|leaves|open|unfilled|unexecuted|outstanding)';
const FIRST = '(?:orig|original|initial|start|ordered|requested|limit)';
const STEP = '(?:step|tick|increment|inc|unit)(?:size|value)?';
const DECIMALS = '(?:precision|prec|scale|decimals?|digits|accuracy|dp)';
const ASSET = '(?:asset|currency|coin|ccy|token|symbol|name|code|id)';
const WALLET = '(?:balance|bal|amount|amt|funds|qty|quantity|value)?';

/** Our field → how names of it are put together, letters and digits alone. */
const PATTERNS: Readonly<Partial<Record<FieldName, RegExp>>> = {
  symbol:
    /^(?:market|pair|instrument|product|symbol|contract|trading(?:pair|symbol))(?:id|name|code|symbol)$/,
  base: new RegExp(`^(?:base|target|primary|stock)${ASSET}{1,3}$`),
  quote: new RegExp(`^(?:quote|counter|secondary|pricing|money)${ASSET}{1,3}$`),
  tick_size: new RegExp(`^(?:min(?:imum)?)?price${STEP}$`),
  step_size: new RegExp(
    `^(?:min(?:imum)?)?(?:trade|order|lot)?(?:${SIZE}|lot)${STEP}$|^(?:unit)(?:${SIZE})$`,
  ),
  price_decimals: new RegExp(`^(?:max)?price(?:max)?${DECIMALS}$`),
  size_decimals: new RegExp(`^(?:max)?(?:order|trade|lot)?(?:${SIZE}|lot)(?:max)?${DECIMALS}$`),
  min_size: new RegExp(`^(?:limit|order|trade)?min(?:imum)?(?:order|trade|trading|limit)?(?:${SIZE})$`),
  max_size: new RegExp(`^(?:limit|order|trade)?max(?:imum)?(?:order|trade|trading|limit)?(?:${SIZE})$`),
  min_notional: new RegExp(`^(?:order|trade)?min(?:imum)?(?:order|trade|trading)?(?:${QUOTE})$`),
  tradable:
    /^(?:is)?(?:trading|trade|market|order ?book|symbol|pair|spot)(?:status|state|enabled|active)$|^is(?:enabled|active|trading|open|tradable)$/,
  timestamp:
    /^(?:candle|bar|kline|period|bucket)?(?:start|open|begin)(?:ing)?(?:time|timestamp|ts|date|at)(?:ms|utc)?$/,
  quote_volume: /^(?:quote|counter)(?:asset)?(?:volume|vol|amount|turnover)$/,
  volume: /^(?:base|target|total)(?:asset|trading)?(?:volume|vol|amount)$/,
  order_id:
    /^(?:order|ord|exord|exchangeorder|venueorder|systemorder|server?order)(?:id|no|num(?:ber)?|guid|uuid|key|ref)$/,
  client_order_id:
    /^(?:orig|original|new)?(?:client|user|custom(?:er)?|external|own|cl|cli)(?:order|ord|o)?(?:id|ref|reference|key|tag|uuid|guid)$/,
  price: /^(?:order|limit)(?:price|px|rate)$/,
  size: new RegExp(`^${FIRST}(?:${SIZE})$|^(?:${SIZE})${FIRST}$`),
  filled_size: new RegExp(`^${DONE}(?:${SIZE})$|^(?:${SIZE})(?:filled|executed|matched|traded)$`),
  filled_quote: new RegExp(`^${DONE}(?:${QUOTE})$`),
  remaining_size: new RegExp(`^${LEFT}(?:${SIZE})$|^(?:${SIZE})${LEFT}$`),
  average_price:
    /^(?:average|avg|mean)(?:fill(?:ed)?|exec(?:uted|ution)?|trade|deal)?(?:price|px)$|^(?:filled|executed|exec|deal)(?:avg|average)?(?:price|px)$/,
  fee: /^(?:total|cum(?:ulative)?|paid|exec(?:uted)?)(?:fees?|commission)$/,
  fee_asset: new RegExp(`^(?:fee|commission)${ASSET}{1,2}$`),
  created_at:
    /^(?:order|create|created|creation|ordered|placed|insert|submit)(?:d)?(?:time|timestamp|at|date|on)(?:utc|ms)?$/,
  updated_at: /^(?:last)?(?:update|updated|modified)(?:time|timestamp|at|date)(?:utc|ms)?$/,
  asset: new RegExp(`^(?:asset|currency|coin|ccy)(?:symbol|name|code|id)$`),
  free: new RegExp(
    `^(?:free|available|avail|usable|tradable)${WALLET}$|^(?:balance|amount)(?:free|available)$`,
  ),
  locked: new RegExp(
    `^(?:locked|frozen|freeze|hold|held|onhold|reserved|inorders?|blocked)${WALLET}$|^(?:balance|amount)(?:locked|frozen|hold|reserved)$`,
  ),
  maker: /^(?:spot)?(?:maker|make)(?:trading|trade)?(?:fee|commission)?(?:rate|ratio|fraction|pct|percent)?$/,
  taker: /^(?:spot)?(?:taker|take)(?:trading|trade)?(?:fee|commission)?(?:rate|ratio|fraction|pct|percent)?$/,
};

/** Is this name put together as names of the field are? */
export function isComposed(field: FieldName, squeezed: string): boolean {
  return PATTERNS[field]?.test(squeezed) === true;
}
