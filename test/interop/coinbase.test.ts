import { coinbase, pro } from 'ccxt';
import { describeClient } from './suite.js';

describeClient('coinbase', {
  preset: 'coinbase_advanced',
  make: (keys) => new coinbase(configured(keys)),
  makeStreaming: (keys) => new pro.coinbase(configured(keys)),
  point: (client, rest, stream) => {
    client.urls['api'].rest = rest;
    client.urls['api'].ws = stream;
  },
  marketAnswer: 'acknowledged',
  buysByCost: true,
  // By default it asks for the totals alone.
  fetchBalanceParams: { v3: true },
  // Its stream has candles of five minutes alone, which this client does not read.
  without: ['watchOHLCV'],
});

function configured(keys: Readonly<Record<string, string>>): ConstructorParameters<typeof coinbase>[0] {
  return { apiKey: keys['api_key'] ?? '', secret: keys['api_secret'] ?? '' };
}
