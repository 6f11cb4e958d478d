import { expect, test } from 'vitest';
import { lookedUp } from './lookup.js';
import { loadPreset } from './index.js';
import { marketRows } from './market-rows.js';
import type { VenueDescription } from './schema/venue.js';

const { description } = await loadPreset('hyperliquid_spot');

test('a market that is listed needs its name and assets in the row', () => {
  const { endpoints } = description;
  const { base: _, ...fields } = endpoints.instruments.response.fields;
  const response = { ...endpoints.instruments.response, fields };
  expect(
    messagesOf({ endpoints: { ...endpoints, instruments: { ...endpoints.instruments, response } } }),
  ).toEqual([
    'endpoints.instruments.response.fields.base: is missing; with symbol.listed the row whose base and quote are the market’s gives its name',
  ]);
  expect(messagesOf({})).toEqual([]);
});

test('its name cannot be in the address of a stream', () => {
  const { candles, orders } = description.streams;
  if (candles === undefined) throw new Error('the preset streams candles');
  expect(messagesOf({ streams: { candles: { ...candles, path: '/{symbol|lower}' }, orders } })).toEqual([
    'streams.candles.path: holds {symbol}, which is not known before the market is listed',
  ]);
});

test('a row names a row of another list among the instruments only', () => {
  const { endpoints } = description;
  const { fees, instruments } = endpoints;
  const { base: maker } = instruments.response.fields;
  if (fees === undefined || maker === undefined) throw new Error('the preset asks for fees');
  const response = { ...fees.response, fields: { maker } };
  expect(messagesOf({ endpoints: { ...endpoints, fees: { ...fees, response } } })).toEqual([
    'endpoints.fees.response: holds a lookup; that is for instruments only',
  ]);
});

test('what a row names is looked up in the other list, and may be missing', () => {
  const document = { tokens: [{ index: 7, name: 'UBTC' }], universe: [{ tokens: [7] }, { tokens: [8] }] };
  const lookup = { list: 'tokens', by: 'index', take: 'name' };
  expect(document.universe.map((row) => lookedUp(document, row, 'tokens[0]', lookup))).toEqual([
    'UBTC',
    undefined,
  ]);
  expect(lookedUp({}, document.universe[0], 'tokens[0]', lookup)).toBeUndefined();
});

function messagesOf(change: Partial<VenueDescription>): readonly string[] {
  return marketRows({ ...description, ...change }).map(([path, message]) => `${path.join('.')}: ${message}`);
}
