import { OrderSide, OrderType } from '../orders/order-constants.js';
import { Order } from '../orders/order.js';

/** Buys one BTC at 100. */
export function limitOrder(clientOrderId?: string): Order {
  return new Order({
    symbol: 'BTC/USDT',
    orderType: OrderType.LIMIT,
    orderSide: OrderSide.BUY,
    size: '1',
    price: '100',
    clientOrderId,
  });
}
