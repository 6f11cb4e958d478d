import { RestClient, WebsocketClient } from 'okx-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkClient, type Wanted } from './sdk-suite.js';

const instId = 'BTC-USDT';

describeSdk('okx-api', {
  preset: 'okx_spot',
  make,
  statuses: { open: 'live', filled: 'filled', cancelled: 'canceled' },
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['50014'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.000001', price: '30000' }),
      fails: ['51020'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['51008'],
    },
    'an unknown order': { make: (client) => client.cancel('999999'), fails: ['51400'] },
    'an order that is not there': { make: (client) => client.order('999999'), fails: ['51603'] },
  },
  channels: { candles: /"channel":"candle1m"/, orders: /"channel":"orders"/ },
  async watch({ rest, credentials }, told) {
    const { api_key: apiKey = '', api_secret: apiSecret = '', passphrase: apiPass = '' } = credentials;
    const client = new WebsocketClient(
      { accounts: [{ apiKey, apiSecret, apiPass }], wsOptions: { agent: new LeadingAgent(rest) } },
      silent,
    );
    client.on('update', told);
    client.on('exception', () => undefined);
    await client.subscribe([
      { channel: 'candle1m', instId },
      { channel: 'orders', instType: 'SPOT' },
    ]);
    return () => client.closeAll(true);
  },
});

function make({ rest, credentials }: Sandbox): SdkClient {
  const client = new RestClient({
    apiKey: credentials['api_key'] ?? '',
    apiSecret: credentials['api_secret'] ?? '',
    apiPass: credentials['passphrase'] ?? '',
    baseUrl: rest,
  });
  return {
    time: async () => Number((await client.getSystemTime({}))[0]?.ts),
    async instrument() {
      const [row] = await client.getInstruments({ instType: 'SPOT', instId });
      return { tick: row?.tickSz ?? '', step: row?.lotSz ?? '' };
    },
    async ticker() {
      const [row] = await client.getTicker({ instId });
      return { last: row?.last ?? '', bid: row?.bidPx ?? '', ask: row?.askPx ?? '' };
    },
    async candles(limit) {
      const rows = await client.getCandles({ instId, bar: '1m', limit: String(limit) });
      return rows.map((row) => row.slice(0, 6)).toReversed();
    },
    async book() {
      const [row] = await client.getOrderBook({ instId, sz: '5' });
      return { bids: row?.bids ?? [], asks: row?.asks ?? [] };
    },
    async balance(asset) {
      const [account] = await client.getBalance();
      const row = account?.details.find(({ ccy }) => ccy === asset);
      return { free: row?.availBal ?? NaN, locked: row?.frozenBal ?? NaN };
    },
    async fees() {
      const [row] = await client.getFeeRates({ instType: 'SPOT', instId });
      // What is paid is negative there.
      return { maker: -Number(row?.maker), taker: -Number(row?.taker) };
    },
    place: async (order) => (await client.submitOrder(request(order)))[0]?.ordId ?? '',
    async order(id) {
      const [row] = await client.getOrderDetails({ instId, ordId: id });
      return { id: row?.ordId ?? '', status: row?.state ?? '', filled: row?.accFillSz ?? NaN };
    },
    open: async () => (await client.getOrderList()).map(({ ordId }) => ordId),
    history: async () => (await client.getOrderHistory({ instType: 'SPOT' })).map(({ ordId }) => ordId),
    async fills() {
      return (await client.getFills({ instType: 'SPOT' })).map(({ fillPx, fillSz }) => ({
        price: fillPx,
        size: fillSz,
      }));
    },
    cancel: (id) => client.cancelOrder({ instId, ordId: id }),
    cancelAll: (ids) => client.cancelMultipleOrders(ids.map((ordId) => ({ instId, ordId }))),
    others: {
      tickers: () => client.getTickers({ instType: 'SPOT' }),
      trades: () => client.getTrades({ instId }),
      'older candles': () => client.getHistoricCandles({ instId, bar: '1H' }),
      'the account': () => client.getAccountConfiguration(),
      'older fills': () => client.getFillsHistory({ instType: 'SPOT' }),
    },
  };
}

const inBase = { tgtCcy: 'base_ccy' } as const;

function request({ side, kind, size, price }: Wanted) {
  return {
    instId,
    tdMode: 'cash',
    side,
    ordType: kind,
    sz: size,
    ...(price === undefined ? {} : { px: price }),
    ...(kind === 'market' ? inBase : {}),
  } as const;
}
