import { Spot } from '@binance/spot';
import { WebsocketAPIClient } from 'binance';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/index.js';
import { loadPreset } from '../../venues/index.js';
import { LeadingAgent } from './leading-agent.js';
import { silent } from './sdk-suite.js';

// The clients are used as published: orders over the venue's WebSocket API.
let sandbox: Sandbox;
let socketClient: WebsocketAPIClient;

beforeAll(async () => {
  sandbox = await createSandbox({
    venue: await loadPreset('binance_spot'),
    seed: 7,
    calm: true,
    // The clients stamp their requests with wall time, so the mock keeps wall time too.
    startTime: Date.now(),
    speed: 1,
  });
  const options = {
    api_key: sandbox.credentials['api_key'] ?? '',
    api_secret: sandbox.credentials['api_secret'] ?? '',
    wsOptions: { agent: new LeadingAgent(sandbox.rest) },
  };
  socketClient = new WebsocketAPIClient({ ...options, attachEventListeners: false }, silent);
  socketClient.getWSClient().on('exception', () => undefined);
});

afterAll(async () => {
  socketClient.getWSClient().closeAll(true);
  await sandbox.close();
});

const order = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: 0.01,
  price: 30_000,
} as const;

test('binance: an order is tested, placed, looked up, listed and cancelled over the socket', async () => {
  expect(await socketClient.testSpotOrder(stamped(order))).toMatchObject({ status: 200, result: {} });
  const { result: placed } = await socketClient.submitNewSpotOrder(stamped(order));
  const { orderId } = placed;
  expect(await socketClient.getSpotOrderStatus(stamped({ symbol: 'BTCUSDT', orderId }))).toMatchObject({
    result: { orderId, status: 'NEW', price: '30000.00000000' },
  });
  const { result: open } = await socketClient.getSpotOpenOrders(stamped({ symbol: 'BTCUSDT' }));
  expect(open.map((row) => row.orderId)).toEqual([orderId]);
  expect(await socketClient.cancelSpotOrder(stamped({ symbol: 'BTCUSDT', orderId }))).toMatchObject({
    result: { orderId, status: 'CANCELED' },
  });
  expect(sandbox.engine.openOrders(sandbox.account)).toEqual([]);
});

test('binance: the account and what is refused are told over the socket', async () => {
  const { result: account } = await socketClient.getSpotAccountInformation(stamped({}));
  const held = [...sandbox.engine.balances(sandbox.account)].map(([asset, { free }]) => [
    asset,
    Number(free),
  ]);
  expect(account.balances.map(({ asset, free }) => [asset, Number(free)])).toEqual(held);
  await expect(socketClient.submitNewSpotOrder(stamped({ ...order, quantity: 8000 }))).rejects.toMatchObject({
    error: { code: -2010 },
  });
});

test('@binance/spot: an order is placed and cancelled over the socket', async () => {
  const client = new Spot({
    configurationWebsocketAPI: {
      apiKey: sandbox.credentials['api_key'] ?? '',
      apiSecret: sandbox.credentials['api_secret'] ?? '',
      wsURL: sandbox.privateStream ?? '',
    },
  });
  const connection = await client.websocketAPI.connect();
  const placed = await connection.orderPlace({ ...order, type: 'LIMIT', side: 'BUY', timeInForce: 'GTC' });
  const { orderId } = placed.data;
  expect(sandbox.engine.openOrders(sandbox.account).map(({ id }) => Number(id))).toEqual([Number(orderId)]);
  const cancelled = await connection.orderCancel({ symbol: 'BTCUSDT', orderId: Number(orderId) });
  expect(cancelled.data).toMatchObject({ status: 'CANCELED' });
  await connection.disconnect();
});

/** This client leaves the moment to its caller. */
function stamped<Params extends object>(params: Params): Params & { readonly timestamp: number } {
  return { ...params, timestamp: Date.now() };
}
