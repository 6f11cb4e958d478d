/** PENDING → PARTIALLY_FILLED → COMPLETED | CANCELLED | REJECTED. */
export const OrderStatus = {
  PENDING: 'PENDING',
  PARTIALLY_FILLED: 'PARTIALLY_FILLED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELLED',
  REJECTED: 'REJECTED',
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

export const OrderType = { LIMIT: 'LIMIT', MARKET: 'MARKET' } as const;
export type OrderType = (typeof OrderType)[keyof typeof OrderType];

export const OrderSide = { BUY: 'BUY', SELL: 'SELL' } as const;
export type OrderSide = (typeof OrderSide)[keyof typeof OrderSide];
