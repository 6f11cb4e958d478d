import { INTERVAL_SECONDS } from '../../venues/index.js';
import { eventFacts } from '../engine/event-facts.js';
import type { Sandbox } from '../sandbox.js';
import { ControlError } from './control-error.js';

/** What is steered: a sandbox that is not yet steered by anyone. */
export type Controlled = Omit<Sandbox, 'control' | 'dashboard'>;

export function stateOf(sandbox: Controlled): unknown {
  const { engine, account, venue, clock, symbols } = sandbox;
  return {
    venue: venue.description.venue,
    now: Math.floor(clock.now()),
    speed: sandbox.speed,
    symbols,
    intervals: Object.keys(venue.description.intervals),
    endpoints: Object.keys(venue.description.endpoints),
    rest: sandbox.rest,
    stream: sandbox.stream,
    private_stream: sandbox.privateStream,
    balances: Object.fromEntries(
      [...engine.balances(account)].map(([asset, { free, locked }]) => [asset, { free, locked }]),
    ),
    open_orders: engine.openOrders(account),
    books: Object.fromEntries(symbols.map((symbol) => [symbol, engine.book(symbol, 10)])),
  };
}

export function candles({ candles: store, clock, symbols }: Controlled, query: URLSearchParams): unknown {
  const symbol = query.get('symbol') ?? '';
  if (!symbols.includes(symbol)) throw new ControlError(400, `symbol: one of ${symbols.join(', ')}`);
  const interval = query.get('interval') ?? '1m';
  const seconds = INTERVALS.get(interval);
  if (seconds === undefined)
    throw new ControlError(400, `interval: one of ${[...INTERVALS.keys()].join(', ')}`);
  const until = Math.floor(clock.now() / 1000) + 1;
  return store(symbol).candles(seconds, until - limitOf(query) * seconds, until);
}

export function fills({ engine, account }: Controlled, query: URLSearchParams): unknown {
  return last(engine.trades(account), query).map(({ order, fill }) => ({
    at: fill.at,
    order: order.id,
    symbol: order.symbol,
    side: order.side,
    price: fill.price.toFixed(),
    size: fill.size.toFixed(),
    fee: fill.fee.toFixed(),
    feeAsset: fill.feeAsset,
    maker: fill.maker,
  }));
}

/** `after`: those with a higher id, the oldest first; else the newest. */
export function requests({ requests: all }: Controlled, query: URLSearchParams): unknown {
  const after = wholeNumber(query, 'after', 0);
  return last(after === undefined ? all : all.filter(({ id }) => id > after), query);
}

export function ledger({ engine }: Controlled, query: URLSearchParams): unknown {
  return last(engine.ledger, query).map(eventFacts);
}

const INTERVALS: ReadonlyMap<string, number> = new Map(Object.entries(INTERVAL_SECONDS));
const LIST_LIMIT = 500;

function last<T>(list: readonly T[], query: URLSearchParams): readonly T[] {
  return list.slice(-limitOf(query));
}

function limitOf(query: URLSearchParams): number {
  return wholeNumber(query, 'limit', 1) ?? LIST_LIMIT;
}

function wholeNumber(query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text) || Number(text) < least)
    throw new ControlError(
      400,
      `${name}: a whole number of ${least} or more, not ${JSON.stringify(text.slice(0, 60))}`,
    );
  return Number(text);
}
