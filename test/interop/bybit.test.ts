import { bybit, pro } from 'ccxt';
import { describeClient } from './suite.js';

describeClient('bybit', {
  preset: 'bybit_spot',
  make: (keys) => new bybit(configured(keys)),
  makeStreaming: (keys) => new pro.bybit(configured(keys)),
  point: (client, rest, stream) => {
    const { api } = client.urls;
    api.public = api.private = rest;
    if (api.ws === undefined) return;
    api.ws.public.spot = `${stream}/v5/public/spot`;
    api.ws.private.spot.unified = api.ws.private.contract = `${stream}/v5/private`;
  },
  marketAnswer: 'acknowledged',
  fetchOrderParams: { acknowledged: true },
  // Bybit has no list of all orders.
  without: ['fetchOrders'],
});

function configured(keys: Readonly<Record<string, string>>): ConstructorParameters<typeof bybit>[0] {
  return { apiKey: keys['api_key'] ?? '', secret: keys['api_secret'] ?? '' };
}
