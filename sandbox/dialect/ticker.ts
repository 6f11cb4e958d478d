import { Decimal } from 'ats-runtime';
import { candleFacts, type Facts } from './facts.js';
import type { Desk } from './desk.js';
import type { Market } from './markets.js';
import { lastPrice } from './worth.js';

type TickerDesk = Pick<Desk, 'engine' | 'candles' | 'now'>;

/** A market's last price, best prices, and last 24 hours (to the hour). */
export function tickerFacts(desk: TickerDesk, market: Market): Facts {
  const { symbol, base, quote } = market;
  const now = desk.now();
  const price = lastPrice(desk, market);
  const { bids, asks } = desk.engine.book(symbol, 1);
  const [[bid, bidSize] = [], [ask, askSize] = []] = [bids[0], asks[0]];
  const [trade] = desk.engine.recentTrades(symbol, 1);
  const day = dayFacts(desk, symbol, now, price);
  const open = day.open instanceof Decimal ? day.open : price;
  const change = price.minus(open);
  return {
    ...day,
    base,
    quote,
    price,
    close: price,
    bid_price: decimal(bid),
    bid_size: decimal(bidSize),
    ask_price: decimal(ask),
    ask_size: decimal(askSize),
    last_size: trade?.size ?? new Decimal(0),
    average_price: day.vwap,
    recent_price: recentPrice(desk, symbol, now, price),
    fill_at: trade?.at ?? now,
    change,
    change_rate: open.isZero() ? new Decimal(0) : change.div(open).toDecimalPlaces(6),
    sequence: now,
    time: now,
  };
}

/** What was paid for a unit in the last five minutes, or the last price where nobody traded. */
function recentPrice(desk: TickerDesk, symbol: string, now: number, price: Decimal): Decimal {
  const last = Math.floor(now / 1000);
  const minutes = desk.candles(symbol).candles(MINUTE, last - (last % MINUTE) - 4 * MINUTE, last + 1);
  const volume = Decimal.sum(0, ...minutes.map((minute) => minute.volume));
  if (volume.isZero()) return price;
  return Decimal.sum(0, ...minutes.map((minute) => minute.quoteVolume))
    .div(volume)
    .toDecimalPlaces(8);
}

const MINUTE = 60;

/** The day's candle, joined of hours. */
function dayFacts(desk: TickerDesk, symbol: string, now: number, price: Decimal): Facts {
  const last = Math.floor(now / 1000);
  const hours = desk.candles(symbol).candles(HOUR, last - (last % HOUR) - 23 * HOUR, last + 1);
  const [first] = hours;
  if (first === undefined) {
    const none = new Decimal(0);
    return { symbol, open: price, high: price, low: price, volume: none, quote_volume: none, vwap: price };
  }
  const total = (name: 'volume' | 'quoteVolume' | 'takerBaseVolume'): string =>
    Decimal.sum(...hours.map((hour) => hour[name])).toFixed();
  const day = {
    ...first,
    high: Decimal.max(price, ...hours.map(({ high }) => high)).toFixed(),
    low: Decimal.min(price, ...hours.map(({ low }) => low)).toFixed(),
    close: price.toFixed(),
    volume: total('volume'),
    quoteVolume: total('quoteVolume'),
    takerBaseVolume: total('takerBaseVolume'),
    trades: hours.reduce((sum, { trades }) => sum + trades, 0),
    closed: false,
  };
  return { ...candleFacts(day, symbol, 24 * HOUR, now), end_timestamp: now, last_timestamp: now };
}

const HOUR = 3600;

function decimal(text: string | undefined): Decimal {
  return new Decimal(text ?? 0);
}
