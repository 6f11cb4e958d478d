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
      "frame.raw('success') === true",
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
] as const)('the connector to %s', (preset, present, absent) => {
  test('says what is particular to the venue', async () => {
    const { description } = await loadPreset(preset);
    const files = await renderConnector({ description, wallet: false });
    const code = (files.get('exchange.ts') ?? '').replaceAll(/\s+/g, ' ');
    for (const text of present) expect(code).toContain(text);
    for (const text of absent) expect(code).not.toContain(text);
  });
});
