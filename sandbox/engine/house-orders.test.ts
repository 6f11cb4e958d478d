import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ledgerLine } from './event-facts.js';
import { MatchingEngine } from './matching-engine.js';
import type { HouseRequest, PlaceResult } from './types.js';
import { unitsText } from './units.js';

const MARKET = {
  symbol: 'BTC/USDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: '0.05',
  stepSize: '0.002',
  minSize: '0.01',
  maxSize: '5',
  minNotional: '10',
};

describe('a house order in units', () => {
  const price = fc.oneof(
    fc.integer({ min: 0, max: 3 }).map((ticks) => 100_000 + ticks * 5),
    fc.integer({ min: 0, max: 200_000 }),
    fc.integer({ min: 999_999_999_999_990, max: 1_000_000_000_000_010 }),
  );
  const size = fc.oneof(fc.integer({ min: 5, max: 50 }), fc.integer({ min: 0, max: 6000 })).map(BigInt);
  const requests = fc.array(
    fc.record({
      symbol: fc.constantFrom('BTC/USDT', 'BTC/USDT', 'BTC/USDT', 'NO/SUCH'),
      side: fc.constantFrom('BUY', 'SELL'),
      timeInForce: fc.constantFrom('GTC', 'IOC'),
      size,
      price,
    }),
    { maxLength: 30 },
  );

  test('is what the same order is as text', () => {
    fc.assert(
      fc.property(requests, fc.boolean(), (orders, isOpen) => {
        const [inUnits, asText] = [houseEngine(isOpen), houseEngine(isOpen)];
        for (const [index, order] of orders.entries()) {
          const account = index % 2 === 0 ? 'maker' : 'taker';
          expect(shown(inUnits.engine.placeHouse(account, order))).toEqual(
            shown(placeText(asText.engine, account, order)),
          );
        }
        expect(inUnits.lines).toEqual(asText.lines);
        expect(inUnits.engine.book('BTC/USDT', 50)).toEqual(asText.engine.book('BTC/USDT', 50));
      }),
    );
  });

  test('is for house accounts only', () => {
    const { engine } = houseEngine(true);
    const order: HouseRequest = {
      symbol: 'BTC/USDT',
      side: 'BUY',
      timeInForce: 'GTC',
      size: 10n,
      price: 100_000,
    };
    expect(() => engine.placeHouse('ann', order)).toThrow(RangeError);
  });
});

function houseEngine(isOpen: boolean): { readonly engine: MatchingEngine; readonly lines: string[] } {
  const engine = new MatchingEngine({
    now: () => 1_700_000_000_000,
    markets: [MARKET],
    fees: { maker: '0.001', taker: '0.002' },
    feeAsset: 'received',
  });
  for (const account of ['maker', 'taker']) engine.openAccount(account, { house: true });
  engine.setMarketOpen('BTC/USDT', isOpen);
  const lines: string[] = [];
  engine.onEvent((event) => lines.push(ledgerLine(event)));
  return { engine, lines };
}

function placeText(
  engine: MatchingEngine,
  account: string,
  { size, price, ...order }: HouseRequest,
): PlaceResult {
  return engine.place(account, {
    ...order,
    type: 'LIMIT',
    size: unitsText(size, 3),
    price: unitsText(BigInt(price), 2),
  });
}

/** Messages may word amounts otherwise. */
function shown({ order, rejected }: PlaceResult): unknown {
  return rejected ?? JSON.stringify(order);
}
