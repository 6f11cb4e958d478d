import { Decimal } from 'ats-runtime';
import type { Side } from '../engine/types.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import type { Desk } from './desk.js';
import { placeOrder } from './order-desk.js';

/** What an order would come to if it were placed now: nothing is. */
export function previewOrder(desk: Desk, asked: Asked, account: string): Answer {
  const checked = placeOrder(desk, { ...asked, isDryRun: true }, account);
  const [row] = 'rows' in checked ? checked.rows : [];
  const { market } = asked;
  if (row?.order === undefined || market === undefined) return checked;
  const { side, price, size, quoteSize, timeInForce } = row.order;
  const { bids, asks } = desk.engine.book(market.symbol, LEVELS);
  const wanted = quoteSize === undefined ? { size } : { cost: quoteSize };
  const taken = takenFrom(side === 'BUY' ? asks : bids, { side, price, step: market.stepSize, ...wanted });
  const stays = quoteSize === undefined && price !== undefined && STAYS.has(timeInForce);
  const rest = stays ? size.minus(taken.size) : NONE;
  const resting = rest.mul(price ?? NONE);
  const quote = taken.quote.plus(resting);
  const { maker, taker } = desk.engine.fees;
  const fee = taken.quote.mul(taker).plus(resting.mul(maker));
  const whole = taken.size.plus(rest);
  const facts = {
    symbol: market.symbol,
    time: desk.now(),
    bid_price: new Decimal(bids[0]?.[0] ?? NONE),
    ask_price: new Decimal(asks[0]?.[0] ?? NONE),
    size: whole,
    filled_quote: quote,
    average_price: whole.isZero() ? NONE : quote.div(whole).toDecimalPlaces(12),
    fee,
    value_after_fees: side === 'BUY' ? quote.plus(fee) : quote.minus(fee),
  };
  return { rows: [{ facts }] };
}

const LEVELS = 1000;
/** What is not taken at once rests. */
const STAYS: ReadonlySet<string> = new Set(['GTC', 'POST_ONLY']);
const NONE = new Decimal(0);

interface Wanted {
  readonly side: Side;
  /** No worse than this. */
  readonly price: Decimal | undefined;
  /** Of sizes. */
  readonly step: string;
  readonly size?: Decimal;
  readonly cost?: Decimal;
}

interface Taken {
  readonly size: Decimal;
  readonly quote: Decimal;
}

/** What the levels, best price first, would give. */
function takenFrom(
  levels: readonly (readonly [price: string, size: string])[],
  { side, price: limit, step, size: whole, cost }: Wanted,
): Taken {
  const decimals = new Decimal(step).decimalPlaces();
  let [size, quote] = [NONE, NONE];
  for (const [at, offered] of levels) {
    const price = new Decimal(at);
    if (limit !== undefined && (side === 'BUY' ? price.gt(limit) : price.lt(limit))) break;
    const left = cost === undefined ? (whole ?? NONE).minus(size) : cost.minus(quote).div(price);
    const part = Decimal.min(left.toDecimalPlaces(decimals, Decimal.ROUND_DOWN), offered);
    if (part.isZero()) break;
    size = size.plus(part);
    quote = quote.plus(part.mul(price));
  }
  return { size, quote };
}
