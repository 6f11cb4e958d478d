import { isRecord } from './paths.js';
import type { VenueDescription } from './schema/venue.js';
import type { Finding } from './problem.js';

/** What only the instruments' rows can tell of a market, and what they need for it. */
export function marketRows(description: VenueDescription): readonly Finding[] {
  const { symbol, endpoints, streams } = description;
  const { fields } = endpoints.instruments.response;
  const findings: Finding[] = [];
  if (symbol.listed) {
    for (const name of ['symbol', 'base', 'quote'] as const) {
      if (fields[name] === undefined)
        findings.push([
          ['endpoints', 'instruments', 'response', 'fields', name],
          'is missing; with symbol.listed the row whose base and quote are the market’s gives its name',
        ]);
    }
  }
  for (const name of ['candles', 'orders'] as const) {
    // A stream's address is made before the connector has seen the list.
    if (symbol.listed && /\{symbol[|}]/.test(streams[name]?.path ?? ''))
      findings.push([
        ['streams', name, 'path'],
        'holds {symbol}, which is not known before the market is listed',
      ]);
  }
  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (
      name !== 'instruments' &&
      isRecord(endpoint) &&
      JSON.stringify(endpoint['response']).includes('"lookup":')
    )
      findings.push([['endpoints', name, 'response'], 'holds a lookup; that is for instruments only']);
  }
  return findings;
}
