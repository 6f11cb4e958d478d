import { decimalText } from 'ats-runtime';
import type { EngineOrder } from '../engine/types.js';
import type { Session } from './session.js';

const SHOWN_ORDERS = 5;

/** What the venue's ledger says of the account, in one or a few lines. */
export function ledgerText(session: Session): string {
  const orders = session.ledgerOrders;
  const { engine, account } = session.sandbox;
  const balances = [...engine.balances(account)]
    .filter(([asset]) => session.symbol.split('/').includes(asset))
    .map(([asset, { free, locked }]) => `${asset} ${decimalText(free)} free, ${decimalText(locked)} locked`);
  const shown = orders.slice(-SHOWN_ORDERS).map((order) => orderText(order));
  const older = orders.length > SHOWN_ORDERS ? [`… and ${orders.length - SHOWN_ORDERS} older orders`] : [];
  return [orders.length === 0 ? 'no orders' : '', ...shown, ...older, balances.join('; ')]
    .filter((line) => line !== '')
    .join('\n          ');
}

export function orderText(order: EngineOrder): string {
  const { id, side, size, symbol, type, price, status, filledSize, clientOrderId } = order;
  const at = price === undefined ? '' : ` @ ${decimalText(price)}`;
  const filled = filledSize.isZero() ? '' : `, filled ${decimalText(filledSize)}`;
  return `order ${id} ${side} ${decimalText(size)} ${symbol} ${type}${at} ${status}${filled} (client order id ${clientOrderId ?? 'none'})`;
}
