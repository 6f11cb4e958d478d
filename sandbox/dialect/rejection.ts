import type { ErrorCase } from '../../venues/index.js';
import type { Rejection, RejectReason, Side } from '../engine/types.js';
import { refused, type Refusal } from './answer.js';
import type { Desk } from './desk.js';

interface Ordered {
  readonly base: string;
  readonly quote: string;
  readonly side: Side;
}

/** What the engine's refusal is to the venue, with what is free where that is too little, and the best prices. */
export function rejection(
  { engine }: Pick<Desk, 'engine'>,
  account: string,
  { base, quote, side }: Ordered,
  { rejected, message }: Rejection,
): Refusal {
  const refusal = refused(REJECTIONS[rejected], message);
  if (rejected === 'would-cross') {
    const { bids, asks } = engine.book(`${base}/${quote}`, 1);
    return { ...refusal, told: { bid_price: bids[0]?.[0] ?? '0', ask_price: asks[0]?.[0] ?? '0' } };
  }
  if (rejected !== 'insufficient-balance') return refusal;
  const paid = engine.balances(account).get(side === 'BUY' ? quote : base);
  return { ...refusal, told: { available: paid?.free.toFixed() ?? '0' } };
}

const REJECTIONS: Readonly<Record<RejectReason, ErrorCase>> = {
  'insufficient-balance': 'insufficient_balance',
  'below-minimum-size': 'below_minimum_size',
  'below-minimum-notional': 'below_minimum_notional',
  'above-maximum-size': 'above_maximum_size',
  'price-precision': 'price_precision',
  'size-precision': 'size_precision',
  'duplicate-client-id': 'duplicate_client_id',
  'would-cross': 'would_cross',
  'not-fillable': 'not_fillable',
  'unknown-symbol': 'unknown_symbol',
  'market-closed': 'market_closed',
  'bad-parameter': 'bad_parameter',
};
