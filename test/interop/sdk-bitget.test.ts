import { RestClientV2, WebsocketClientV2 } from 'bitget-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkClient, type Wanted } from './sdk-suite.js';

const symbol = 'BTCUSDT';

describeSdk('bitget-api', {
  preset: 'bitget_spot',
  make,
  statuses: { open: 'live', filled: 'filled', cancelled: 'cancelled' },
  costs: true,
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['40019'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.00001', price: '30000' }),
      fails: ['45110'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['43012'],
    },
    'an unknown order': { make: (client) => client.cancel('999999'), fails: ['43001'] },
  },
  channels: { candles: /"channel":"candle1m"/, orders: /"channel":"orders"/ },
  async watch({ rest, credentials }, told) {
    const client = new WebsocketClientV2(
      {
        apiKey: credentials['api_key'] ?? '',
        apiSecret: credentials['api_secret'] ?? '',
        apiPass: credentials['passphrase'] ?? '',
        wsOptions: { agent: new LeadingAgent(rest) },
      },
      silent,
    );
    client.on('update', told);
    client.on('exception', () => undefined);
    client.subscribeTopic('SPOT', 'candle1m', symbol);
    client.subscribeTopic('SPOT', 'orders', symbol);
    return () => client.closeAll(true);
  },
});

function make({ rest, credentials }: Sandbox): SdkClient {
  const client = new RestClientV2({
    apiKey: credentials['api_key'] ?? '',
    apiSecret: credentials['api_secret'] ?? '',
    apiPass: credentials['passphrase'] ?? '',
    baseUrl: rest,
  });
  return {
    time: async () => Number((await client.getServerTime()).data.serverTime),
    async instrument() {
      const [row] = (await client.getSpotSymbolInfo({ symbol })).data;
      return { tick: 10 ** -Number(row?.pricePrecision), step: 10 ** -Number(row?.quantityPrecision) };
    },
    async ticker() {
      const [row] = (await client.getSpotTicker({ symbol })).data;
      return { last: row?.lastPr ?? '', bid: row?.bidPr ?? '', ask: row?.askPr ?? '' };
    },
    async candles(limit) {
      const { data } = await client.getSpotCandles({ symbol, granularity: '1min', limit: String(limit) });
      return data.map((row) => row.slice(0, 6));
    },
    book: async () => (await client.getSpotOrderBookDepth({ symbol, limit: '5' })).data,
    async balance(asset) {
      const [row] = (await client.getSpotAccountAssets()).data.filter(({ coin }) => coin === asset);
      return { free: row?.available ?? NaN, locked: row?.frozen ?? NaN };
    },
    async fees() {
      const { data } = await client.getTradeRate({ symbol, businessType: 'spot' });
      return { maker: data.makerFeeRate, taker: data.takerFeeRate };
    },
    place: async (order) => (await client.spotSubmitOrder(request(order))).data.orderId,
    async order(id) {
      const [row] = (await client.getSpotOrder({ orderId: id })).data;
      return { id: row?.orderId ?? '', status: row?.status ?? '', filled: row?.baseVolume ?? NaN };
    },
    open: async () => (await client.getSpotOpenOrders()).data.map(({ orderId }) => orderId),
    history: async () => (await client.getSpotHistoricOrders()).data.map(({ orderId }) => orderId),
    async fills() {
      const { data } = await client.getSpotFills({ symbol });
      return data.map(({ priceAvg, size }) => ({ price: priceAvg, size }));
    },
    cancel: (id) => client.spotCancelOrder({ symbol, orderId: id }),
    cancelAll: () => client.spotCancelSymbolOrder({ symbol }),
    others: {
      trades: () => client.getSpotRecentTrades({ symbol }),
      'the account': () => client.getSpotAccount(),
    },
  };
}

function request({ side, kind, size, price }: Wanted) {
  return {
    symbol,
    side,
    orderType: kind === 'market' ? 'market' : 'limit',
    force: kind === 'post_only' || kind === 'ioc' ? kind : 'gtc',
    size,
    ...(price === undefined ? {} : { price }),
  } as const;
}
