import type { EngineOrder } from '../engine/types.js';
import { refused, type Answer, type Refusal } from './answer.js';
import type { Asked } from './asked.js';
import type { Desk } from './desk.js';
import { cancelOrder, findOrder, orderRow, placeOrder } from './order-desk.js';
import { rejection } from './rejection.js';

/** Another size or price for an open order, which keeps its id. */
export function amendOrder(desk: Desk, asked: Asked, account: string): Answer {
  const order = findOrder(desk, asked, account);
  if (order === undefined) return refused('missing_parameter', 'order id or client order id');
  if ('refused' in order) return refused('amend_unknown_order', order.detail);
  const { size, price } = asked;
  if (size === undefined && price === undefined) return refused('missing_parameter', 'size or price');
  const amended = desk.engine.amend(
    account,
    { orderId: order.id },
    { ...(size === undefined ? {} : { size }), ...(price === undefined ? {} : { price }) },
  );
  if (amended.rejected === undefined) return { rows: [orderRow(desk, amended.order)] };
  const [base = '', quote = ''] = order.symbol.split('/');
  return 'message' in amended
    ? rejection(desk, account, { base, quote, side: order.side }, amended)
    : refused('amend_unknown_order', amended.rejected);
}

/** A new order in the place of an open one: what the request does not say is as it was. */
export function replaceOrder(desk: Desk, asked: Asked, account: string): Answer {
  const old = oldOrder(desk, asked, account);
  if (old === undefined) return refused('missing_parameter', 'order id or client order id');
  if ('refused' in old || !old.isOpen) return refused('cancel_unknown_order', 'no such open order');
  const cancelled = cancelOrder(desk, { orderId: old.id }, account);
  if (!('rows' in cancelled)) return cancelled;
  const { orderId: _, clientOrderId, market: __, ...said } = asked;
  const market = desk.markets.find(({ symbol }) => symbol === old.symbol);
  const placed = placeOrder(
    desk,
    {
      side: old.side,
      type: old.type,
      timeInForce: old.timeInForce,
      size: old.size.minus(old.filledSize).toFixed(),
      ...(old.price === undefined ? {} : { price: old.price.toFixed() }),
      ...said,
      ...(market === undefined ? {} : { market }),
      ...(clientOrderId === undefined || clientOrderId === old.clientOrderId ? {} : { clientOrderId }),
    },
    account,
  );
  const [replaced] = cancelled.rows;
  return 'rows' in placed && replaced !== undefined ? { ...placed, replaced } : placed;
}

function oldOrder(desk: Desk, asked: Asked, account: string): EngineOrder | Refusal | undefined {
  const { replacedClientId, orderId, clientOrderId } = asked;
  if (orderId !== undefined) return findOrder(desk, { orderId }, account);
  const named = replacedClientId ?? clientOrderId;
  return findOrder(desk, named === undefined ? {} : { clientOrderId: named }, account);
}
