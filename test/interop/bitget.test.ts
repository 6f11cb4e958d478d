import { bitget, pro } from 'ccxt';
import { describeClient } from './suite.js';

describeClient('bitget', {
  preset: 'bitget_spot',
  make: (keys) => new bitget(configured(keys)),
  makeStreaming: (keys) => new pro.bitget(configured(keys)),
  point: (client, rest, stream) => {
    const { api } = client.urls;
    for (const part of ['spot', 'common', 'user', 'margin', 'uta']) api[part] = rest;
    if (api.ws === undefined) return;
    api.ws.public = `${stream}/v2/ws/public`;
    api.ws.private = `${stream}/v2/ws/private`;
  },
  marketAnswer: 'acknowledged',
  buysByCost: true,
  excludesStart: true,
  // Bitget has no list of all orders.
  without: ['fetchOrders'],
});

function configured(keys: Readonly<Record<string, string>>): ConstructorParameters<typeof bitget>[0] {
  return {
    apiKey: keys['api_key'] ?? '',
    secret: keys['api_secret'] ?? '',
    password: keys['passphrase'] ?? '',
  };
}
