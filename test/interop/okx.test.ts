import { okx, pro } from 'ccxt';
import { describeClient } from './suite.js';

describeClient('okx', {
  preset: 'okx_spot',
  make: (keys) => new okx(configured(keys)),
  makeStreaming: (keys) => new pro.okx(configured(keys)),
  point: (client, rest, stream) => {
    client.urls['api'].rest = rest;
    client.urls['api'].ws = `${stream}/ws/v5`;
  },
  marketAnswer: 'acknowledged',
  // OKX has no list of all orders.
  without: ['fetchOrders'],
});

function configured(keys: Readonly<Record<string, string>>): ConstructorParameters<typeof okx>[0] {
  return {
    apiKey: keys['api_key'] ?? '',
    secret: keys['api_secret'] ?? '',
    password: keys['passphrase'] ?? '',
  };
}
