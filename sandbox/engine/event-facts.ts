import { OrderRecord } from './order-record.js';
import type { EngineEvent, EngineOrder } from './types.js';

/** An event as plain JSON values, as it was when it happened; amounts are decimal text. */
export function eventFacts(event: EngineEvent): Record<string, unknown> {
  const { sequence, type, at } = event;
  return { sequence, type, at, ...facts(event) };
}

/** One line of JSON, without a line break. The same run writes the same bytes. */
export function ledgerLine(event: EngineEvent): string {
  return JSON.stringify(eventFacts(event));
}

function facts(event: EngineEvent): Record<string, unknown> {
  switch (event.type) {
    case 'accepted':
    case 'amended':
      return { order: termsOf(event.order) };
    case 'trade':
      return { trade: event.trade };
    case 'cancelled':
    case 'expired':
      return { order: event.order, reason: event.reason };
    case 'rejected':
      return { account: event.account, request: event.request, reason: event.reason, message: event.message };
    case 'deposit':
    case 'withdrawal':
      return { account: event.account, asset: event.asset, amount: event.amount.toFixed() };
  }
}

function termsOf(order: EngineOrder): Record<string, unknown> {
  return order instanceof OrderRecord ? order.termsFacts() : {};
}
