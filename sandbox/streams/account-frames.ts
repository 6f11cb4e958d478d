import type { ServedStream } from '../../venues/index.js';
import { balanceRows } from '../dialect/balance-rows.js';
import type { Desk } from '../dialect/desk.js';
import { amountOf, type Fact, type Row } from '../dialect/facts.js';
import { orderFacts } from '../dialect/order-facts.js';
import type { EngineEvent, EngineOrder, TradeSide } from '../engine/types.js';
import { rowsOf } from './order-feed.js';
import type { ToldBalances } from './told-balances.js';

export type AccountDesk = Pick<Desk, 'engine' | 'markets' | 'now'>;

export interface Watched {
  readonly account: string;
  /** Only this market; absent: all. */
  readonly symbol: string | undefined;
  /** What was told of its balances. */
  readonly told: ToldBalances;
}

/** What one frame tells, and of which market. */
interface Told {
  readonly rows: readonly Row[];
  readonly symbol?: string;
}

/** The frames by which an account's stream tells of an event. */
export function accountFrames(
  { like, whole, frame }: ServedStream,
  event: EngineEvent,
  watched: Watched,
  desk: AccountDesk,
): readonly Told[] {
  const { account, symbol } = watched;
  const isOfMarket = (order: EngineOrder): boolean => (symbol ?? order.symbol) === order.symbol;
  if (like === 'fills')
    return sidesOf(event, account)
      .filter(({ order }) => isOfMarket(order))
      .map(filled(desk));
  if (like === 'orders')
    return rowsOf(event, desk.now(), false, (order) => order.account === account)
      .filter(({ order }) => isOfMarket(order))
      .map(({ row, order }) => ({ rows: [row], symbol: order.symbol }));
  const assets = touchedAssets(event, account);
  if (assets.length === 0) return [];
  if (like === 'open_orders') return [{ rows: openRows(desk, watched) }];
  if (like !== 'balances') return [];
  if (whole === true) return [{ rows: balanceRows(desk, account) }];
  const order = 'order' in event ? event.order : sidesOf(event, account)[0]?.order;
  const rows = balanceRows(desk, account, assets);
  const changed = watched.told.changes(rows, event, order);
  // What tells by how much the total changed says nothing of an order that locks a part of it.
  const isOfTotals = frame?.rows.fields.change !== undefined;
  const told = isOfTotals ? changed.filter(({ facts }) => !isNone(facts.change)) : changed;
  return told.length === 0 ? [] : [{ rows: told }];
}

/** What an account's stream tells at once, newest first where there is a history. */
export function accountState({ like }: ServedStream, watched: Watched, desk: AccountDesk): readonly Row[] {
  const { account, symbol } = watched;
  if (like === 'balances') return balanceRows(desk, account);
  if (like === 'open_orders') return openRows(desk, watched);
  if (like !== 'fills') return [];
  return desk.engine
    .trades(account, symbol)
    .slice(-PAST_FILLS)
    .toReversed()
    .map(({ order, fill }) => ({ facts: orderFacts(order, desk.now(), order, fill), order }));
}

const PAST_FILLS = 100;

function openRows({ engine, now }: AccountDesk, { account, symbol }: Watched): readonly Row[] {
  return engine.openOrders(account, symbol).map((order) => ({ facts: orderFacts(order, now()), order }));
}

function filled(desk: AccountDesk): (side: TradeSide) => Told {
  return (side) => {
    const { order, fill } = side;
    const facts = orderFacts(order, desk.now(), side, fill);
    facts.execution = 'filled';
    return { rows: [{ facts, order }], symbol: order.symbol };
  };
}

/** The account's sides of a trade. */
function sidesOf(event: EngineEvent, account: string): readonly TradeSide[] {
  if (event.type !== 'trade') return [];
  return [event.trade.maker, event.trade.taker].filter(({ order }) => order.account === account);
}

function touchedAssets(event: EngineEvent, account: string): readonly string[] {
  if (event.type === 'trade') {
    const sides = sidesOf(event, account);
    return [...new Set(sides.flatMap(({ order, fill }) => [...assetsOf(order), fill.feeAsset]))];
  }
  if (event.type === 'deposit' || event.type === 'withdrawal')
    return event.account === account ? [event.asset] : [];
  return 'order' in event && event.order.account === account ? assetsOf(event.order) : [];
}

function isNone(fact: Fact): boolean {
  return amountOf(fact)?.isZero() ?? true;
}

function assetsOf({ symbol }: EngineOrder): readonly string[] {
  return symbol.split('/');
}
