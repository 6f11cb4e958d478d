import type { OrderStatusName, ServedEndpoint, VenueDescription } from '../../venues/index.js';
import type {
  EngineFill,
  EngineOrder,
  EngineOrderStatus,
  PlaceRequest,
  RejectReason,
} from '../engine/types.js';
import { refused, refusedFor, type Answer, type Refusal } from './answer.js';
import { NO_ORDER, type Asked } from './asked.js';
import type { Desk } from './desk.js';
import type { Facts, Row } from './facts.js';
import { fillFacts } from './fill-facts.js';
import { orderFacts } from './order-facts.js';
import { rejection } from './rejection.js';
import { meaningOf } from './words.js';

export function placeOrder(desk: Desk, asked: Asked, account: string): Answer {
  const { market, side } = asked;
  const type = asked.type ?? (asked.price === undefined ? 'MARKET' : 'LIMIT');
  if (market === undefined || side === undefined) return refusedFor('missing_parameter', 'symbol, side');
  if (asked.size === undefined && asked.quoteSize === undefined)
    return refusedFor('missing_parameter', 'size');
  if (type === 'LIMIT' && (asked.price === undefined || asked.size === undefined))
    return refusedFor('missing_parameter', 'price, size');
  if (asked.clientOrderId !== undefined && !fitsClientId(desk.description, asked.clientOrderId))
    return refusedFor('bad_parameter', 'client_order_id');
  const expiresAt = endOf(desk, asked);
  if (expiresAt !== undefined && expiresAt <= desk.now())
    return refused('bad_parameter', 'its end is past', 'expires');
  const request = orderRequest(desk, asked, { symbol: market.symbol, side, type, expiresAt });
  const placed =
    asked.isDryRun === true ? desk.engine.check(account, request) : desk.engine.place(account, request);
  if (placed.rejected !== undefined)
    return asked.checksTerms === true && OF_THE_MOMENT.has(placed.rejected)
      ? { rows: [] }
      : rejection(desk, account, { ...market, side }, placed);
  const { order } = placed;
  if (desk.description.orders?.unmatched === 'refused' && isUnmatched(order))
    return refused('unmatched', 'the book has nothing for it');
  if (asked.isDryRun !== true) endInTime(desk, order);
  return { rows: [orderRow(desk, order)] };
}

/** What depends on balances, the book and other orders, not on what an order says. */
const OF_THE_MOMENT: ReadonlySet<RejectReason> = new Set([
  'insufficient-balance',
  'would-cross',
  'not-fillable',
  'duplicate-client-id',
]);

type Terms = Pick<PlaceRequest, 'symbol' | 'side' | 'type'> & { readonly expiresAt: number | undefined };

// Member by member: requests of one shape are read fast.
function orderRequest(desk: Desk, asked: Asked, { symbol, side, type, expiresAt }: Terms): PlaceRequest {
  const { size, quoteSize, price, timeInForce, selfTrade, orderTag, feeIn, sent } = asked;
  const clientOrderId = asked.clientOrderId ?? assignedId(desk);
  const request: Mutable<PlaceRequest> = { symbol, side, type };
  if (clientOrderId !== undefined) request.clientOrderId = clientOrderId;
  if (size !== undefined) request.size = size;
  else if (quoteSize !== undefined) request.quoteSize = quoteSize;
  if (type === 'LIMIT' && price !== undefined) request.price = price;
  if (type === 'LIMIT' && timeInForce !== undefined) request.timeInForce = timeInForce;
  if (orderTag !== undefined) request.tag = orderTag;
  if (selfTrade !== undefined) request.selfTrade = selfTrade;
  if (feeIn !== undefined) request.feeIn = feeIn;
  if (sent !== undefined) request.sent = sent;
  if (expiresAt !== undefined) request.expiresAt = expiresAt;
  return request;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function isUnmatched({ timeInForce, isOpen, filledSizeText }: EngineOrder): boolean {
  return timeInForce === 'IOC' && !isOpen && filledSizeText === '0';
}

/** When the order ends by itself; undefined where it stays. */
function endOf(desk: Desk, { expiresAt, expiresIn, isTimed }: Asked): number | undefined {
  return expiresAt ?? (isTimed === true && expiresIn !== undefined ? desk.now() + expiresIn : undefined);
}

function endInTime({ clock, engine }: Desk, { id, isOpen, expiresAt }: EngineOrder): void {
  if (expiresAt !== undefined && isOpen)
    clock.venue.schedule(expiresAt - clock.now(), () => void engine.expire(id));
}

/** Some venues give an order an id that comes without one, and some show all such orders with one word. */
function assignedId(desk: Desk): string | undefined {
  return desk.description.orders?.client_id.assigned === undefined ? desk.nextClientOrderId() : undefined;
}

function fitsClientId(description: VenueDescription, clientOrderId: string): boolean {
  const rules = description.orders?.client_id;
  if (rules === undefined) return true;
  const { prefix = '', length, charset, others = charset, or } = rules;
  if (or === 'uuid' && UUID.test(clientOrderId)) return true;
  if (!clientOrderId.startsWith(prefix) || clientOrderId.length > length) return false;
  return charsetPattern(others).test(clientOrderId.slice(prefix.length));
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

function charsetPattern(charset: string): RegExp {
  const known = charsetPatterns.get(charset);
  if (known !== undefined) return known;
  const pattern = new RegExp(`^[${charset}]+$`);
  charsetPatterns.set(charset, pattern);
  return pattern;
}

const charsetPatterns = new Map<string, RegExp>();

export function cancelOrder(desk: Desk, asked: Asked, account: string): Answer {
  const isTag = asked.orderTag !== undefined && (asked.orderId ?? NO_ORDER) === NO_ORDER;
  if (isTag && asked.clientOrderId === undefined) return cancelOpenOrders(desk, asked, account, 'refused');
  const order = findOrder(desk, asked, account);
  if (order === undefined) return refused('missing_parameter', 'order id or client order id', 'order_id');
  if ('refused' in order) return refused('cancel_unknown_order', order.detail);
  if (order.isOpen && desk.faults.strikeOrderEvents('fill_before_cancel')) desk.engine.forceFill(order.id);
  const cancelId = asked.cancelId ?? (namesCancels(desk.description) ? desk.nextClientOrderId() : undefined);
  if (cancelId !== undefined) desk.cancelIds.set(order.id, cancelId);
  const cancelled = desk.engine.cancel(account, { orderId: order.id });
  desk.cancelIds.delete(order.id);
  if (cancelled.rejected !== undefined)
    return refused(
      order.status === 'COMPLETED' ? 'cancel_filled_order' : 'cancel_cancelled_order',
      cancelled.rejected,
    );
  const row = orderRow(desk, cancelled.order);
  return { rows: [cancelId === undefined ? row : { ...row, cancelId }] };
}

/** Whether the venue gives a cancel a client id of its own. */
function namesCancels({ endpoints }: VenueDescription): boolean {
  const mapping = endpoints.cancel_order?.response.fields.client_order_id;
  return typeof mapping === 'object' && 'original' in mapping;
}

/** `whenEmpty`: what the venue says where there is nothing to cancel. */
export function cancelOpenOrders(
  desk: Desk,
  asked: Asked,
  account: string,
  whenEmpty: ServedEndpoint['when_empty'],
): Answer {
  const { symbol } = asked.market ?? {};
  const open = desk.engine
    .openOrders(account, symbol)
    .filter(({ side }) => side === (asked.side ?? side))
    .filter((order) => hasTag(order, asked));
  if (open.length === 0 && whenEmpty === 'refused') return refused('cancel_unknown_order', 'no open orders');
  const answers = open.map(({ id }) => cancelOrder(desk, { orderId: id }, account));
  return { rows: answers.flatMap((answer) => ('rows' in answer ? answer.rows : [])) };
}

/** Where the request names no order: all orders of the market, newest first, or those that are open. */
export function ordersToSearch(desk: Desk, asked: Asked, account: string): readonly Row[] {
  const hidesFinished = desk.description.endpoints.finished_orders !== undefined;
  return desk.engine
    .orders(account, asked.market?.symbol)
    .filter((order) => (order.isOpen || !hidesFinished) && hasTag(order, asked))
    .toReversed()
    .map((order) => orderRow(desk, order));
}

export function getOrder(desk: Desk, asked: Asked, account: string): Answer {
  const order = findOrder(desk, asked, account);
  if (order === undefined)
    return asked.orderTag === undefined
      ? refused('missing_parameter', 'order id or client order id', 'order_id')
      : { rows: ordersToSearch(desk, asked, account) };
  if ('refused' in order) return order;
  const isHidden = desk.description.endpoints.finished_orders !== undefined && !order.isOpen;
  if (isHidden && asked.orderId === undefined)
    return refused('get_unknown_order', 'finished: no longer found by its client order id');
  return { rows: [orderRow(desk, order)] };
}

/** The order that is meant: by the venue's id where both are given. `undefined`: neither was. */
export function findOrder(desk: Desk, asked: Asked, account: string): EngineOrder | Refusal | undefined {
  const { orderId, clientOrderId } = asked;
  const reference =
    orderId === undefined ? (clientOrderId === undefined ? undefined : { clientOrderId }) : { orderId };
  if (reference === undefined) return undefined;
  const known = desk.engine.order(account, reference);
  // One parameter may take either id.
  const isEither = clientOrderId !== undefined && asked.orderIdText === clientOrderId;
  const order = known ?? (isEither ? desk.engine.order(account, { clientOrderId }) : undefined);
  if (order === undefined) return refused('get_unknown_order', 'no such order');
  if (asked.market !== undefined && order.symbol !== asked.market.symbol)
    return refused('get_unknown_order', 'another symbol');
  return order;
}

/** All orders, or those that are no longer open. Oldest first; a limit leaves the newest of those that are asked for. */
export function orderHistory(
  desk: Desk,
  asked: Asked,
  account: string,
  which: 'all' | 'finished' = 'all',
): readonly Row[] {
  const { start = 0, end = Infinity, orderId, clientOrderId } = asked;
  const orders = desk.engine
    .orders(account, asked.market?.symbol)
    .filter((order) => which === 'all' || !order.isOpen)
    .filter((order) => order.createdAt >= start && order.createdAt <= end)
    .filter((order) => isOfTerms(order, asked))
    .filter((order) => order.id === (orderId ?? order.id) && hasTag(order, asked))
    .filter((order) => order.clientOrderId === (clientOrderId ?? order.clientOrderId));
  return orders.slice(-(asked.limit ?? Infinity)).map((order) => orderRow(desk, order));
}

export function isStatusOf(status: EngineOrderStatus, wanted: OrderStatusName): boolean {
  return meaningOf(status, (ours) => ours === wanted) !== undefined;
}

/** Oldest first. */
export function openOrders(desk: Desk, asked: Asked, account: string): readonly Row[] {
  return desk.engine
    .openOrders(account, asked.market?.symbol)
    .filter((order) => isOfTerms(order, asked))
    .filter((order) => hasTag(order, asked))
    .map((order) => orderRow(desk, order));
}

/** Whether it is of the side, type and status asked for; of types that tell how long an order stays, also of that. */
function isOfTerms(order: EngineOrder, { side, type, timeInForce, status }: Asked): boolean {
  if (status !== undefined && !isStatusOf(order.status, status)) return false;
  if (order.side !== (side ?? order.side) || order.type !== (type ?? order.type)) return false;
  return order.type === 'MARKET' || order.timeInForce === (timeInForce ?? order.timeInForce);
}

function hasTag(order: EngineOrder, { orderTag }: Asked): boolean {
  return orderTag === undefined || order.tag === orderTag;
}

/** Oldest first. */
export function fills(desk: Desk, asked: Asked, account: string): readonly Row[] {
  const { start = 0, end = Infinity } = asked;
  const order =
    asked.orderId === undefined && asked.clientOrderId === undefined
      ? undefined
      : findOrder(desk, asked, account);
  if (order !== undefined && 'refused' in order) return [];
  const own =
    order === undefined
      ? desk.engine.trades(account, asked.market?.symbol)
      : order.fills.map((fill) => ({ order, fill }));
  const inRange = own
    .filter(({ fill }) => fill.at >= start && fill.at <= end)
    .filter(({ order: { side, type } }) => side === (asked.side ?? side) && type === (asked.type ?? type))
    .filter(({ fill }) => fill.tradeId === (asked.fillId ?? fill.tradeId))
    .slice(-(asked.limit ?? Infinity));
  return inRange.map(({ order: filled, fill }) => ({
    // Facts that are worked out when they are read are no members that a spread would copy.
    facts: Object.assign(orderFacts(filled, desk.now(), filled, fill), changesOf(filled, fill)),
    order: filled,
  }));
}

/** What a fill made of the account's assets, its fee apart. */
function changesOf({ side }: EngineOrder, { size, quote }: EngineFill): Facts {
  return side === 'BUY'
    ? { base_change: size, quote_change: quote.negated() }
    : { base_change: size.negated(), quote_change: quote };
}

export function orderRow(desk: Desk, order: EngineOrder): Row {
  const facts = orderFacts(order, desk.now(), order, 'last');
  return { facts, order, fills: facts.fills.map((fill) => fillFacts(fill, order)) };
}
