import { describe, expect, test } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { RouteTable } from './route-table.js';
import { bestRoute, routesOf } from './routes.js';

describe('endpoints that share a request line', () => {
  test('are told apart by whether the request names an order', async () => {
    const routes = routesOf((await loadPreset('bybit_spot')).description);
    const route = (values: object): string | undefined =>
      bestRoute(new RouteTable(routes).candidates('GET', '/v5/order/realtime'), {
        category: 'spot',
        ...values,
      })?.name;
    expect(route({ symbol: 'BTCUSDT' })).toBe('open_orders');
    expect(route({ symbol: 'BTCUSDT', openOnly: '0', limit: '50' })).toBe('open_orders');
    expect(route({ symbol: 'BTCUSDT', orderLinkId: 'a' })).toBe('get_order');
    expect(route({ orderId: '1' })).toBe('get_order');
  });

  test('are told apart by the prefix that client order ids have', async () => {
    const routes = routesOf((await loadPreset('gate_spot')).description);
    const route = (id: string): string | undefined =>
      bestRoute(new RouteTable(routes).candidates('GET', `/api/v4/spot/orders/${id}`), {
        currency_pair: 'BTC_USDT',
      })?.name;
    expect(route('t-my1')).toBe('get_order');
    expect(route('376835979523')).toBe('GET /api/v4/spot/orders/{order_id}');
  });
});
