import { gate, pro } from 'ccxt';
import { describeClient } from './suite.js';

describeClient('gate', {
  preset: 'gate_spot',
  make: (keys) => new gate(configured(keys)),
  makeStreaming: (keys) => new pro.gate(configured(keys)),
  point: (client, rest, stream) => {
    const { api } = client.urls;
    for (const access of ['public', 'private'])
      for (const part of Object.keys(api[access])) api[access][part] = `${rest}/api/v4`;
    api.spot = `${stream}/ws/v4/`;
  },
  marketAnswer: 'filled',
  buysByCost: true,
  // Gate has no list of all orders.
  without: ['fetchOrders'],
});

function configured(keys: Readonly<Record<string, string>>): ConstructorParameters<typeof gate>[0] {
  return { apiKey: keys['api_key'] ?? '', secret: keys['api_secret'] ?? '' };
}
