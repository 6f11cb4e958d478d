import { describe, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadPreset } from '../../venues/index.js';

/** What a venue wants otherwise than most must be read in its connector as its documentation says it. */
describe.each([
  [
    'okx_spot',
    [
      "tgtCcy: isMarket ? 'base_ccy' : undefined",
      'before: from * 1000 - 1',
      'after: to * 1000 + 1',
      'const stamp = String(Math.floor(this.rest.serverTime() / 1000));',
    ],
    [],
  ],
  [
    'bybit_spot',
    [
      'this.signer.stamp(this.rest.serverTime() + 10_000)',
      'success: true',
      "const [row] = answer.list('result.list');",
    ],
    ["'0': 'order-not-found'"],
  ],
  [
    'bitget_spot',
    [
      'candle${STREAM_INTERVALS[this.interval]}',
      'granularity: INTERVALS[this.interval]',
      'isMarket && isBuy ? quoteSize : this.instrument.size(order.size, order.orderType)',
      "row.decimal('frozen').plus(row.decimal('locked'))",
      "'45031': 'order-not-found'",
    ],
    ["'00000': 'order-not-found'"],
  ],
  [
    'bitstamp_spot',
    [
      "isMarket ? `/api/v2/${isBuy ? 'buy' : 'sell'}/market/${pathSegment(this.market)}/`",
      'size: row.decimal(symbol.base.toLowerCase())',
      "row.list('transactions').map((each) => readOrderFill(each, symbol))",
      "orderSide: row.text('type') === '0' ? OrderSide.BUY : OrderSide.SELL",
    ],
    ['PrivateStream'],
  ],
  [
    'gate_spot',
    [
      'time: Math.floor(this.rest.serverTime() / 1000)',
      'time: Number(stamp)',
      'return this.fetchFinishedOrder(order);',
      "ORDER_CLOSED: 'order-not-found'",
      'timestamp: 0, open: 5, high: 3, low: 4, close: 2, volume: 6',
    ],
    [],
  ],
  [
    'coinbase_advanced',
    [
      'order_configuration: isLimit ? { limit_limit_gtc: {',
      ': { market_market_ioc: { base_size: this.instrument.size(order.size, order.orderType) } }',
      'order_ids: [knownId(order.orderId)]',
      "{ path: 'results[0].success', equals: true }",
      'uri: `${method} ${host}${path}`',
      'const jwt = this.signer.token(',
      "{ kind: 'subscription', send: () => ({ type: 'subscribe', channel: 'heartbeats' }) }",
      'url: STREAMED.includes(this.interval) ?',
      'if (order.orderId === undefined) return this.findOrder(order);',
      "=> each.optionalText('client_order_id') === order.clientOrderId",
      "{ rows: 'accounts', next: 'cursor', more: 'has_next' }",
      'return addBalances(',
    ],
    ['post_only: true', 'sor_limit_ioc', 'quote_size'],
  ],
] as const)('the connector to %s', (preset, present, absent) => {
  test('says what is particular to the venue', async () => {
    const { description } = await loadPreset(preset);
    const files = await renderConnector({ description, wallet: false });
    const code = [...files.values()].join('\n').replaceAll(/\s+/g, ' ');
    for (const text of present) expect(code).toContain(text);
    for (const text of absent) expect(code).not.toContain(text);
  });
});
