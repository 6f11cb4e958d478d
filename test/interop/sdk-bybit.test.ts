import { RestClientV5, WebsocketClient } from 'bybit-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkClient, type Wanted } from './sdk-suite.js';

const market = { category: 'spot', symbol: 'BTCUSDT' } as const;

describeSdk('bybit-api', {
  preset: 'bybit_spot',
  make,
  statuses: { open: 'New', filled: 'Filled', cancelled: 'Cancelled' },
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['10001'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.000001', price: '30000' }),
      fails: ['170136'],
    },
    'too cheap': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.0001', price: '30000' }),
      fails: ['170140'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['170131'],
    },
    'an unknown order': { make: (client) => client.cancel('999999'), fails: ['170213'] },
  },
  channels: { candles: /"topic":"kline\.1\.BTCUSDT"/, orders: /"topic":"order"/ },
  async watch({ rest, credentials }, told) {
    const client = new WebsocketClient(
      {
        key: credentials['api_key'] ?? '',
        secret: credentials['api_secret'] ?? '',
        wsOptions: { agent: new LeadingAgent(rest) },
      },
      silent,
    );
    client.on('update', told);
    client.on('exception', () => undefined);
    await Promise.all(client.subscribeV5('kline.1.BTCUSDT', 'spot'));
    await Promise.all(client.subscribeV5('order', 'spot'));
    return () => client.closeAll(true);
  },
});

function make({ rest, credentials }: Sandbox): SdkClient {
  const client = new RestClientV5({
    key: credentials['api_key'] ?? '',
    secret: credentials['api_secret'] ?? '',
    baseUrl: rest,
    throwExceptions: true,
  });
  return {
    async time() {
      const { result } = await client.getServerTime();
      return Number(result.timeNano) / 1e6;
    },
    async instrument() {
      const [row] = (await client.getInstrumentsInfo(market)).result.list;
      return { tick: row?.priceFilter.tickSize ?? '', step: row?.lotSizeFilter.basePrecision ?? '' };
    },
    async ticker() {
      const [row] = (await client.getTickers(market)).result.list;
      return { last: row?.lastPrice ?? '', bid: row?.bid1Price ?? '', ask: row?.ask1Price ?? '' };
    },
    async candles(limit) {
      const { result } = await client.getKline({ ...market, interval: '1', limit });
      return result.list.map((row) => row.slice(0, 6)).toReversed();
    },
    async book() {
      const { b: bids, a: asks } = (await client.getOrderbook({ ...market, limit: 5 })).result;
      return { bids, asks };
    },
    async balance(asset) {
      const [account] = (await client.getWalletBalance({ accountType: 'UNIFIED' })).result.list;
      const row = account?.coin.find(({ coin }) => coin === asset);
      return { free: Number(row?.walletBalance) - Number(row?.locked), locked: row?.locked ?? NaN };
    },
    async fees() {
      const [row] = (await client.getFeeRate(market)).result.list;
      return { maker: row?.makerFeeRate ?? NaN, taker: row?.takerFeeRate ?? NaN };
    },
    place: async (order) => accepted(await client.submitOrder(request(order))).orderId,
    async order(id) {
      const [row] = (await client.getActiveOrders({ ...market, orderId: id })).result.list;
      return { id: row?.orderId ?? '', status: row?.orderStatus ?? '', filled: row?.cumExecQty ?? NaN };
    },
    open: async () => (await client.getActiveOrders(market)).result.list.map(({ orderId }) => orderId),
    history: async () => (await client.getHistoricOrders(market)).result.list.map(({ orderId }) => orderId),
    async fills() {
      const { list } = (await client.getExecutionList(market)).result;
      return list.map(({ execPrice, execQty }) => ({ price: execPrice, size: execQty }));
    },
    cancel: async (id) => accepted(await client.cancelOrder({ ...market, orderId: id })),
    cancelAll: async () => accepted(await client.cancelAllOrders(market)),
    others: {
      trades: () => client.getPublicTradingHistory(market),
      tickers: () => client.getTickers({ category: 'spot' }),
      'the account': () => client.getAccountInfo(),
      'the key': () => client.getQueryApiKey(),
    },
  };
}

function request({ side, kind, size, price }: Wanted) {
  const stays = { limit: 'GTC', post_only: 'PostOnly', ioc: 'IOC', market: undefined } as const;
  const stay = stays[kind];
  const unit = { marketUnit: 'baseCoin' } as const;
  return {
    ...market,
    side: side === 'buy' ? 'Buy' : 'Sell',
    orderType: kind === 'market' ? 'Market' : 'Limit',
    qty: size,
    ...(price === undefined ? {} : { price }),
    ...(stay === undefined ? unit : { timeInForce: stay }),
  } as const;
}

/** A refusal is an answer too. */
function accepted<Result>(answer: { readonly retCode: number; readonly result: Result }): Result {
  if (answer.retCode !== 0) throw new Error(JSON.stringify(answer));
  return answer.result;
}
