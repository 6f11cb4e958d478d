import { Decimal } from 'ats-runtime';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { MatchingEngine } from '../engine/matching-engine.js';
import type { CandleStore } from '../market/candle-store.js';
import { INTERVAL_SECONDS, type CandlesEndpoint, type VenueDescription } from '../../venues/index.js';
import { refused, refusedFor, type Answer } from './answer.js';
import type { Asked } from './asked.js';
import { accountNumber } from './account-number.js';
import { balanceRows } from './balance-rows.js';
import { pageOfCandles } from './candle-page.js';
import { candleFacts, marketFacts, type Facts, type Row } from './facts.js';
import { amendOrder, replaceOrder } from './changed-orders.js';
import type { Market } from './markets.js';
import {
  cancelOpenOrders,
  cancelOrder,
  fills,
  getOrder,
  openOrders,
  orderHistory,
  ordersToSearch,
  placeOrder,
} from './order-desk.js';
import { walletId } from './ids.js';
import { previewOrder } from './order-preview.js';
import { orderOf } from './pages.js';
import { publicTrade } from './public-trade.js';
import type { Route } from './routes.js';
import type { StreamTokens } from './stream-tokens.js';
import { tickerFacts } from './ticker.js';

/** The venue's back office: what each endpoint does with the ledger, in our words. */
export interface Desk {
  readonly description: VenueDescription;
  readonly engine: MatchingEngine;
  readonly clock: VirtualClock;
  readonly markets: readonly Market[];
  candles(symbol: string): CandleStore;
  /** Virtual time as the venue shows it: a clock-skew fault moves it. */
  now(): number;
  nextClientOrderId(): string;
  readonly faults: Pick<FaultPlan, 'strikeOrderEvents'>;
  /** By order: the client ids of cancels under way. */
  readonly cancelIds: Map<string, string>;
  readonly tokens: StreamTokens;
  /** Where streams connect whose address the venue tells with the token. */
  streamAddress(): string;
}

/** Answers an endpoint's request; `account` is empty on public ones. */
export function answerAt(
  desk: Desk,
  { purpose, endpoint }: Pick<Route, 'purpose' | 'endpoint'>,
  asked: Asked,
  account: string,
): Answer {
  switch (purpose) {
    case 'server_time':
      return { rows: [{ facts: { time: desk.now() } }] };
    case 'instruments':
      return { rows: chosen(desk, asked).map((market) => marketRow(desk, market, endpoint)) };
    case 'candles':
      return candles(desk, asked, endpoint);
    case 'place_order':
      return placeOrder(desk, asked, account);
    case 'preview_order':
      return previewOrder(desk, asked, account);
    case 'cancel_order':
      return cancelOrder(desk, asked, account);
    case 'cancel_open_orders':
      return cancelOpenOrders(
        desk,
        asked,
        account,
        'when_empty' in endpoint ? endpoint.when_empty : undefined,
      );
    case 'amend_order':
      return amendOrder(desk, asked, account);
    case 'replace_order':
      return replaceOrder(desk, asked, account);
    case 'get_order':
      return namesOrder(endpoint)
        ? getOrder(desk, asked, account)
        : { rows: ordersToSearch(desk, asked, account) };
    case 'open_orders':
      return { rows: inOrder(openOrders(desk, asked, account), endpoint, asked) };
    case 'finished_orders':
      return { rows: inOrder(orderHistory(desk, asked, account, 'finished'), endpoint, asked) };
    case 'listed_orders':
      return { rows: orderHistory(desk, asked, account).toReversed() };
    case 'order_history':
      return { rows: inOrder(orderHistory(desk, asked, account), endpoint, asked) };
    case 'order_fills':
    case 'fills':
      return { rows: inOrder(fills(desk, asked, account), endpoint, asked) };
    case 'assets':
      return listedAssets(desk, asked, endpoint);
    case 'balances':
      return balances(desk, endpoint, asked, account);
    case 'fees':
      return { rows: chosen(desk, asked).map((market) => feeRow(desk, market)) };
    case 'ticker':
      return { rows: chosen(desk, asked).map((market) => ({ facts: tickerFacts(desk, market) })) };
    case 'stream_token':
    case 'private_stream_token':
      return {
        rows: [
          {
            facts: {
              token: newToken(desk, purpose, account),
              endpoint: desk.streamAddress(),
              account_number: accountNumber(account),
            },
          },
        ],
      };
    case 'renew_stream_token':
    case 'release_stream_token':
      return useToken(desk, purpose, asked, account);
    case 'trades':
      return trades(desk, asked, endpoint);
    case 'book':
      return book(desk, asked, endpoint);
    case 'static':
      return { sample: true };
  }
}

/** What the account has, or what of the assets that were asked for. */
function balances(desk: Desk, { response }: Route['endpoint'], asked: Asked, account: string): Answer {
  const all = balanceRows(desk, account);
  const assets = namedAssets(all, asked);
  if (assets === undefined) return { rows: all };
  const rows = all.filter(({ facts }) => assets.includes(String(facts.asset)));
  if (rows.length > 0 || response?.items !== undefined || response?.key !== undefined) return { rows };
  // An answer about one asset cannot be empty.
  const [asset = ''] = assets;
  const isTraded = desk.markets.some(({ base, quote }) => base === asset || quote === asset);
  return isTraded ? { rows: balanceRows(desk, account, [asset]) } : refusedFor('unknown_asset', 'asset');
}

/** The assets of the markets, or the one that is asked for. */
function listedAssets(desk: Desk, { assets: named }: Asked, { response }: Route['endpoint']): Answer {
  const all = [...new Set(desk.markets.flatMap(({ base, quote }) => [base, quote]))];
  const shown = named === undefined ? all : all.filter((asset) => named.includes(asset));
  if (shown.length === 0 && response?.items === undefined)
    return refusedFor('unknown_asset', named?.join(',') ?? 'asset');
  return { rows: shown.map((asset) => ({ facts: { asset } })) };
}

/** The assets that are asked for; the id of an asset's wallet follows from the asset. */
function namedAssets(
  all: readonly Row[],
  { assets, walletId: wallet }: Asked,
): readonly string[] | undefined {
  if (wallet === undefined) return assets;
  return all.map(({ facts }) => String(facts.asset)).filter((asset) => walletId(asset, wallet) === wallet);
}

/** Whether a request says which order it means. */
function namesOrder({ request, params, accepts }: Route['endpoint']): boolean {
  return /\{(client_)?order_id/.test(JSON.stringify([request, params, accepts]));
}

/** The markets that were asked for; all of them where none was named. */
function chosen(desk: Desk, asked: Asked): readonly Market[] {
  return asked.markets ?? (asked.market === undefined ? desk.markets : [asked.market]);
}

/** Some venues tell a market's price beside its rules. */
function marketRow(desk: Desk, market: Market, { response }: Route['endpoint']): Row {
  const isPriced = Object.values(response?.also ?? {}).includes('close');
  const facts = { ...marketFacts(market), ...feeFacts(desk) };
  return {
    facts: isPriced ? { ...tickerFacts(desk, market), ...facts } : facts,
    sampleRow: market.sampleRow,
  };
}

/** Where the private stream has no token of its own, the common one lives as its description says. */
function newToken(
  { tokens, description }: Desk,
  purpose: 'stream_token' | 'private_stream_token',
  account: string,
): string {
  const own = description.endpoints.private_stream_token === undefined;
  return tokens.give(account, purpose === 'private_stream_token' || own);
}

function useToken(
  { tokens }: Desk,
  purpose: 'renew_stream_token' | 'release_stream_token',
  { token }: Asked,
  account: string,
): Answer {
  if (token === undefined) return refused('missing_parameter', 'token');
  const isDone =
    purpose === 'renew_stream_token' ? tokens.renew(token, account) : tokens.release(token, account);
  return isDone
    ? { rows: [{ facts: { token } }] }
    : refused('unknown_stream_token', 'never given out, expired or released');
}

function candles(desk: Desk, asked: Asked, endpoint: Route['endpoint']): Answer {
  const { page: usualPage, response }: CandlesEndpoint = desk.description.endpoints.candles;
  const page = ('page' in endpoint ? endpoint.page : undefined) ?? usualPage;
  const usual = INTERVALS.get(page.interval ?? '');
  const { market, intervalSeconds = usual } = asked;
  if (market === undefined || intervalSeconds === undefined)
    return refusedFor('missing_parameter', 'symbol, interval');
  const rows = pageOfCandles(
    desk.candles(market.symbol),
    { ...asked, intervalSeconds },
    page,
    response.order ?? 'ascending',
    desk.now(),
  );
  return {
    rows: rows.map((candle) => ({ facts: candleFacts(candle, market.symbol, intervalSeconds, desk.now()) })),
  };
}

const INTERVALS: ReadonlyMap<string, number> = new Map(Object.entries(INTERVAL_SECONDS));

function feeRow(desk: Desk, market: Market): Row {
  return { facts: { symbol: market.symbol, ...feeFacts(desk), time: desk.now() } };
}

/** The account's rates, as fractions. */
export function feeFacts({ engine }: Desk): Facts {
  const { maker, taker } = engine.fees;
  return { maker: new Decimal(maker), taker: new Decimal(taker) };
}

function trades(desk: Desk, asked: Asked, endpoint: Route['endpoint']): Answer {
  if (asked.market === undefined) return refusedFor('missing_parameter', 'symbol');
  const { symbol } = asked.market;
  const isPaged = 'pages' in endpoint && endpoint.pages !== undefined;
  const recent = desk.engine.recentTrades(symbol, isPaged ? undefined : (asked.limit ?? 100));
  const rows = recent.map((trade): Row => ({ facts: publicTrade(trade) }));
  return { rows: inOrder(rows, endpoint, asked) };
}

/** What comes oldest first, as the venue lists it, or as the request wants it. */
function inOrder(rows: readonly Row[], endpoint: Route['endpoint'], asked: Asked): readonly Row[] {
  return orderOf(endpoint, asked) === 'descending' ? rows.toReversed() : rows;
}

/** As many levels as were asked for, or as come unasked, and no more than the venue has. */
function book(desk: Desk, asked: Asked, endpoint: Route['endpoint']): Answer {
  if (asked.market === undefined) return refusedFor('missing_parameter', 'symbol');
  const { symbol } = asked.market;
  const { usual = BOOK_LEVELS, most = Infinity } = ('book' in endpoint ? endpoint.book : undefined) ?? {};
  const { bids, asks } = desk.engine.book(symbol, Math.min(asked.limit ?? usual, most));
  const facts: Facts = { symbol, time: desk.now(), sequence: desk.now() };
  const rowsOf = (levels: typeof bids): readonly Row[] =>
    levels.map(([price, size]) => ({
      facts: { ...facts, price: new Decimal(price), size: new Decimal(size) },
    }));
  return { rows: [{ facts }], book: { bids: rowsOf(bids), asks: rowsOf(asks) } };
}

const BOOK_LEVELS = 100;
