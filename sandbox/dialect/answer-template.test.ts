import { fileURLToPath } from 'node:url';
import { Decimal } from 'ats-runtime';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FIELD_KINDS, loadPreset, loadVenue, type FieldName, type LoadedVenue } from '../../venues/index.js';
import { MatchingEngine } from '../engine/matching-engine.js';
import type { EngineOrder } from '../engine/types.js';
import { inForm } from './answer-form.js';
import { answerTemplate } from './answer-template.js';
import { jsonText } from './exact-number.js';
import type { Fact, Facts, Row } from './facts.js';
import { idsOf } from './ids.js';
import { marketsOf } from './markets.js';
import { fillFacts } from './fill-facts.js';
import { orderFacts } from './order-facts.js';
import { routesOf } from './routes.js';
import { Words } from './words.js';
import { writeAround, writeDocument } from './write-rows.js';

const PRESETS = [
  'binance_spot',
  'bitget_spot',
  'bitstamp_spot',
  'bybit_spot',
  'coinbase_advanced',
  'gate_spot',
  'hyperliquid_spot',
  'kraken_spot',
  'kucoin_spot',
  'okx_spot',
];

/** Descriptions of venues that are no preset, with what those have not: signed amounts, rows that do not count, arrays. */
const OTHERS = [
  'bingx',
  'bitfinex',
  'cryptocom',
  'gemini',
  'htx',
  'mexc',
  'nordlicht',
  'poloniex',
  'upbit',
  'whitebit',
];

/** Some have more digits than a JSON number holds. */
const amount = fc
  .oneof(fc.bigInt(0n, 10n ** 9n), fc.bigInt(10n ** 19n, 10n ** 22n))
  .map((units) => new Decimal(String(units)).div(10_000));
const size = fc.integer({ min: 1, max: 5000 }).map((units) => new Decimal(units).div(100).toFixed());

/** What any row may say, the amounts as text or as decimals. */
const facts: fc.Arbitrary<Facts> = fc
  .tuple(amount, fc.boolean(), fc.nat({ max: 2_000_000_000 }), fc.boolean())
  .map(([value, isText, second, flag]) => {
    const made: Facts = {};
    let field: FieldName;
    for (field in FIELD_KINDS) made[field] = factOf(field, isText ? value.toFixed() : value, second, flag);
    return made;
  });

/** An order as its venue tells of it: resting, filled in part and in full, by size and by cost. */
const orders: fc.Arbitrary<Row> = fc
  .tuple(
    fc.constantFrom('BUY', 'SELL'),
    fc.constantFrom('LIMIT', 'MARKET', 'COST'),
    fc.array(size, { maxLength: 3 }),
  )
  .map(([side, type, makers]) => orderRow(side, type, makers));

describe('an answer by its template is the walked one, byte for byte', () => {
  test.each(PRESETS)('%s', async (preset) => {
    expect(compare(await loadPreset(preset))).toBeGreaterThan(0);
  });

  test.each(OTHERS)('%s', async (name) => {
    const folder = new URL(`../../test/unknown/${name}`, import.meta.url);
    expect(compare(await loadVenue(fileURLToPath(folder)))).toBeGreaterThan(0);
  });
});

/** How many answers were compared. */
function compare(venue: LoadedVenue): number {
  const { description, samples } = venue;
  const { every_answer: everywhere, time_unit: timeUnit } = description;
  const words = new Words(description, marketsOf(venue));
  const writing = { words, ids: idsOf(venue), timeUnit };
  let compared = 0;
  for (const route of routesOf(description)) {
    const { response, endpoint } = route;
    const sample = samples.get(endpoint.sample);
    for (const form of [undefined, ...(endpoint.forms ?? [])]) {
      const cut = (document: unknown): unknown => inForm(document, form);
      const template = answerTemplate({ sample, route, everywhere, writing, timeUnit, cut });
      if (template === undefined || response === undefined) continue;
      const row = fc.oneof(
        orders,
        facts.map((told): Row => ({ facts: told })),
      );
      const list = response.items === undefined ? fc.tuple(row) : fc.array(row, { maxLength: 3 });
      fc.assert(
        fc.property(list, facts, (rows, told) => {
          if (!template.fits(rows)) return;
          const around = { facts: told };
          const once = writeAround(
            writeDocument(sample, response, rows, writing),
            response.around,
            around,
            writing,
          );
          const walked = writeAround(once, everywhere, around, writing);
          expect(template.write({ rows, around })).toBe(jsonText(cut(walked)));
          compared += 1;
        }),
        { numRuns: 25 },
      );
    }
  }
  return compared;
}

function factOf(field: FieldName, value: Fact, second: number, flag: boolean): Fact {
  if (field === 'order_id' || field === 'fill_id') return String(second);
  switch (FIELD_KINDS[field]) {
    case 'decimal':
      return value;
    case 'integer':
      return second % 1000;
    case 'time':
      return second * 1000;
    case 'flag':
      return flag;
    case 'symbol':
      return 'BTC/USDT';
    case 'interval':
      return 60;
    case 'side':
      return flag ? 'BUY' : 'SELL';
    case 'status':
      return flag ? 'PENDING' : 'COMPLETED';
    case 'execution':
      return flag ? 'accepted' : 'filled';
    default:
      return flag ? String(second) : 'a "quoted" \\ text';
  }
}

function orderRow(side: 'BUY' | 'SELL', type: 'LIMIT' | 'MARKET' | 'COST', makers: readonly string[]): Row {
  const order = placed(side, type, makers);
  const told = orderFacts(order, NOW, order, 'last');
  return { facts: told, order, fills: told.fills.map((fill) => fillFacts(fill, order)) };
}

const NOW = 1_700_000_000_000;

function placed(
  side: 'BUY' | 'SELL',
  type: 'LIMIT' | 'MARKET' | 'COST',
  makers: readonly string[],
): EngineOrder {
  const spec = {
    symbol: 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.01',
    stepSize: '0.01',
    minSize: '0.01',
  };
  const fees = { maker: '0.001', taker: '0.002' };
  const engine = new MatchingEngine({ now: () => NOW, markets: [spec], fees, feeAsset: 'received' });
  for (const account of ['maker', 'taker']) {
    engine.deposit(account, 'BTC', '1000000');
    engine.deposit(account, 'USDT', '1000000000');
  }
  const other = side === 'BUY' ? 'SELL' : 'BUY';
  for (const each of makers)
    engine.place('maker', { symbol: spec.symbol, side: other, type: 'LIMIT', size: each, price: '123.45' });
  const terms = { symbol: spec.symbol, side, clientOrderId: 'mine' };
  const { order } = engine.place(
    'taker',
    type === 'LIMIT'
      ? { ...terms, type, size: '60', price: '123.45' }
      : { ...terms, type: 'MARKET', ...(type === 'COST' ? { quoteSize: '500' } : { size: '10' }) },
  );
  if (order === undefined) throw new Error('the order was refused');
  return order;
}
