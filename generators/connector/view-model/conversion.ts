import type { OrdersDescription, VenueDescription } from '../../../venues/index.js';
import { text, type Scope } from './expression.js';
import { orderScope } from './scopes.js';

/** How a market order is made into what the venue takes: its cost, or a price that is sure to cross. */
export interface ConversionView {
  /** `const quoteSize = …;` */
  readonly step: string;
  readonly isByCost: boolean;
}

/** What an order is placed with; some of it by what `conversionView` asks for first. */
export function placeScope(description: VenueDescription, orders: OrdersDescription): Scope {
  const scope = orderScope(description, 'clientOrderId');
  if (orders.market_buy === 'quote') return { ...scope, quote_size: text('quoteSize') };
  return isPriced(orders) ? { ...scope, price: text('price') } : scope;
}

export function conversionView(orders: OrdersDescription): ConversionView | undefined {
  if (orders.market_buy === 'quote') {
    return {
      step: 'const quoteSize = isMarket && isBuy ? await this.costOf(order) : undefined;',
      isByCost: true,
    };
  }
  if (!isPriced(orders)) return undefined;
  const limit = 'this.instrument.price(order.price, order.orderSide)';
  return {
    step: `const price = isMarket ? await this.crossingPrice(order.orderSide) : ${limit};`,
    isByCost: false,
  };
}

function isPriced(orders: OrdersDescription): boolean {
  return orders.market_buy === 'priced_ioc' || orders.market_sell === 'priced_ioc';
}
