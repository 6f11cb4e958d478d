import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';
import { orderFacts } from './order-facts.js';
import { idsOf } from './ids.js';
import { marketsOf } from './markets.js';
import { Words } from './words.js';
import { writeDocument } from './write-rows.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await createSandbox({ venue: await loadPreset('gate_spot'), calm: true });
});
afterAll(() => sandbox.close());

test.each([
  ['gate_spot', '365'],
  ['binance_spot', '0'],
])('%s shows an order that was placed by its cost', async (preset, cost) => {
  const terms = { symbol: 'BTC/USDT', side: 'BUY', type: 'MARKET', quoteSize: '365' } as const;
  const placed = sandbox.engine.place(sandbox.account, terms);
  if (placed.rejected !== undefined) throw new Error(placed.message);
  const { order } = placed;
  const venue = await loadPreset(preset);
  const { description } = venue;
  const words = new Words(description, marketsOf(venue));
  const context = { words, ids: idsOf(venue), timeUnit: description.time_unit };
  const row = { facts: orderFacts(order, sandbox.clock.now()), order };
  const rows = { fields: { size: 'amount', remaining_size: 'left' } } as const;
  const shown = writeDocument({ amount: '1', left: '1' }, rows, [row], context);
  const wanted =
    cost === '0'
      ? { amount: order.size.toFixed(), left: order.size.minus(order.filledSize).toFixed() }
      : { amount: cost, left: order.quoteSize?.minus(order.filledQuote).toFixed() };
  expect(shown).toEqual(wanted);
});
