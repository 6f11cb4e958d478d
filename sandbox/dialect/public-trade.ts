import type { EngineTrade } from '../engine/types.js';
import type { Facts } from './facts.js';

/** A market's trade as everybody sees it. */
export function publicTrade({ id, sequence, symbol, price, size, quote, takerSide, at }: EngineTrade): Facts {
  return {
    symbol,
    fill_id: id,
    fill_sequence: sequence,
    fill_price: price,
    fill_size: size,
    fill_quote: quote,
    fill_side: takerSide,
    // Public trades tell of the buyer: whether it was the maker.
    is_maker: takerSide === 'SELL',
    side: takerSide,
    price,
    size,
    fill_at: at,
    time: at,
    sequence,
  };
}
