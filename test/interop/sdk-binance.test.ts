import { Spot, SpotRestAPI } from '@binance/spot';
import { MainClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import type { Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkCase, type SdkClient, type Wanted } from './sdk-suite.js';

const symbol = 'BTCUSDT';
const statuses = { open: 'NEW', filled: 'FILLED', cancelled: 'CANCELED' };

describeSdk('binance', {
  preset: 'binance_spot',
  make: withMainClient,
  statuses,
  mistakes: mistakes(),
  channels: { candles: /"e":"kline"/, orders: /executionReport/ },
  async watch(sandbox, told) {
    const options = {
      api_key: sandbox.credentials['api_key'] ?? '',
      api_secret: sandbox.credentials['api_secret'] ?? '',
      wsOptions: { agent: new LeadingAgent(sandbox.rest) },
    };
    const client = new WebsocketClient(options, silent);
    const account = new WebsocketAPIClient({ ...options, attachEventListeners: false }, silent);
    for (const each of [client, account.getWSClient()]) {
      each.on('message', told);
      each.on('exception', () => undefined);
    }
    await client.subscribe(['btcusdt@kline_1m'], 'main');
    await account.subscribeUserDataStream('mainWSAPI');
    return () => {
      client.closeAll(true);
      account.getWSClient().closeAll(true);
    };
  },
});

describeSdk('@binance/spot', {
  preset: 'binance_spot',
  make: withSpot,
  statuses,
  mistakes: mistakes(),
});

function withMainClient({ rest, credentials }: Sandbox): SdkClient {
  const client = new MainClient({
    api_key: credentials['api_key'] ?? '',
    api_secret: credentials['api_secret'] ?? '',
    baseUrl: rest,
  });
  return {
    // Its own call for the time keeps the public host: this one goes where it is led.
    async instrument() {
      const { symbols } = await client.getExchangeInfo({ symbol });
      return gridOf(symbols[0]?.filters ?? []);
    },
    async ticker() {
      const { lastPrice: last } = one(await client.get24hrChangeStatistics({ symbol }));
      const { bidPrice: bid, askPrice: ask } = one(await client.getSymbolOrderBookTicker({ symbol }));
      return { last, bid, ask };
    },
    async candles(limit) {
      return (await client.getKlines({ symbol, interval: '1m', limit })).map((row) =>
        row.slice(0, 6).map(Number),
      );
    },
    book: () => client.getOrderBook({ symbol, limit: 5 }),
    async balance(asset) {
      return one((await client.getAccountInformation()).balances.filter((row) => row.asset === asset));
    },
    async fees() {
      const [row] = await client.getTradeFee({ symbol });
      return { maker: row?.makerCommission ?? NaN, taker: row?.takerCommission ?? NaN };
    },
    async place(order) {
      return String((await client.submitNewOrder({ ...terms(order), newOrderRespType: 'RESULT' })).orderId);
    },
    async order(id) {
      return seen(await client.getOrder({ symbol, orderId: Number(id) }));
    },
    async open() {
      return (await client.getOpenOrders({ symbol })).map(({ orderId }) => String(orderId));
    },
    async history() {
      return (await client.getAllOrders({ symbol })).map(({ orderId }) => String(orderId));
    },
    async fills() {
      return (await client.getAccountTradeList({ symbol })).map(({ price, qty }) => ({ price, size: qty }));
    },
    cancel: (id) => client.cancelOrder({ symbol, orderId: Number(id) }),
    cancelAll: () => client.cancelAllSymbolOrders({ symbol }),
    others: {
      ping: () => client.testConnectivity(),
      price: () => client.getSymbolPriceTicker({ symbol }),
      prices: () => client.getSymbolPriceTicker(),
      'best prices': () => client.getSymbolOrderBookTicker({ symbol }),
      'average price': () => client.getAvgPrice({ symbol }),
      trades: () => client.getRecentTrades({ symbol }),
      'joined trades': () => client.getAggregateTrades({ symbol }),
      'a test order': () =>
        client.testNewOrder(terms({ side: 'buy', kind: 'limit', size: '1', price: '30000' })),
      commission: () => client.getCommissionRates({ symbol }),
    },
  };
}

function withSpot({ rest, credentials }: Sandbox): SdkClient {
  const { restAPI } = new Spot({
    configurationRestAPI: {
      apiKey: credentials['api_key'] ?? '',
      apiSecret: credentials['api_secret'] ?? '',
      basePath: rest,
      retries: 0,
    },
  });
  return {
    time: async () => Number((await (await restAPI.time()).data()).serverTime),
    async instrument() {
      const { symbols } = await (await restAPI.exchangeInfo({ symbol })).data();
      return gridOf(symbols?.[0]?.filters ?? []);
    },
    async ticker() {
      const answer: unknown = await (await restAPI.ticker24hr({ symbol })).data();
      const price = (name: string): string => String(readPath(answer, name));
      return { last: price('lastPrice'), bid: price('bidPrice'), ask: price('askPrice') };
    },
    async candles(limit) {
      const rows = await (
        await restAPI.klines({ symbol, interval: SpotRestAPI.KlinesIntervalEnum.INTERVAL_1m, limit })
      ).data();
      return rows.map((row) => row.slice(0, 6).map(Number));
    },
    async book() {
      const { bids = [], asks = [] } = await (await restAPI.depth({ symbol, limit: 5 })).data();
      return { bids, asks };
    },
    async balance(asset) {
      const { balances = [] } = await (await restAPI.getAccount()).data();
      const row = balances.find((each) => each.asset === asset);
      return { free: row?.free ?? NaN, locked: row?.locked ?? NaN };
    },
    async fees() {
      const { standardCommission } = await (await restAPI.accountCommission({ symbol })).data();
      return { maker: standardCommission?.maker ?? NaN, taker: standardCommission?.taker ?? NaN };
    },
    async place(order) {
      const { type, side, quantity, price, timeInForce } = terms(order);
      const answer = await (
        await restAPI.newOrder({
          symbol,
          side: SpotRestAPI.NewOrderSideEnum[side],
          type: SpotRestAPI.NewOrderTypeEnum[type],
          quantity: Number(quantity),
          ...(price === undefined ? {} : { price: Number(price) }),
          ...(timeInForce === undefined
            ? {}
            : { timeInForce: SpotRestAPI.NewOrderTimeInForceEnum[timeInForce] }),
        })
      ).data();
      return String(answer.orderId);
    },
    order: async (id) => seen(await (await restAPI.getOrder({ symbol, orderId: Number(id) })).data()),
    open: async () => ids(await (await restAPI.getOpenOrders({ symbol })).data()),
    history: async () => ids(await (await restAPI.allOrders({ symbol })).data()),
    async fills() {
      const rows = await (await restAPI.myTrades({ symbol })).data();
      return rows.map(({ price, qty }) => ({ price: price ?? NaN, size: qty ?? NaN }));
    },
    cancel: async (id) => (await restAPI.deleteOrder({ symbol, orderId: Number(id) })).data(),
    cancelAll: async () => (await restAPI.deleteOpenOrders({ symbol })).data(),
    others: {
      'best prices': async () => (await restAPI.tickerBookTicker({ symbol })).data(),
      'average price': async () => (await restAPI.avgPrice({ symbol })).data(),
      'joined trades': async () => (await restAPI.aggTrades({ symbol })).data(),
    },
  };
}

function mistakes(): SdkCase['mistakes'] {
  const limit = { side: 'buy', kind: 'limit', size: '0.01', price: '30000' } as const;
  return {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['-1102', 'Mandatory parameter'],
    },
    'too small': {
      make: (client) => client.place({ ...limit, size: '0.00001' }),
      fails: ['-1013', 'NOTIONAL'],
    },
    'off the grid': {
      make: (client) => client.place({ ...limit, price: '30000.001' }),
      fails: ['-1013', 'PRICE_FILTER'],
    },
    'too dear': {
      make: (client) => client.place({ ...limit, size: '50' }),
      fails: ['-2010', 'insufficient balance'],
    },
    'an unknown order': { make: (client) => client.cancel('999999'), fails: ['-2011', 'Unknown order'] },
    'an order that is not there': { make: (client) => client.order('999999'), fails: ['-2013', 'not exist'] },
    'nothing to cancel': { make: (client) => client.cancelAll([]), fails: ['-2011'] },
  };
}

const stays = { gtc: 'GTC', ioc: 'IOC' } as const;

function terms({ side, kind, size, price }: Wanted) {
  const type = kind === 'market' ? 'MARKET' : kind === 'post_only' ? 'LIMIT_MAKER' : 'LIMIT';
  return {
    symbol,
    side: side === 'buy' ? 'BUY' : 'SELL',
    type,
    quantity: Number(size),
    ...(price === undefined ? {} : { price: Number(price) }),
    ...(type === 'LIMIT' ? { timeInForce: stays[kind === 'ioc' ? 'ioc' : 'gtc'] } : {}),
  } as const;
}

function gridOf(filters: readonly object[]) {
  const rule = (name: string): Partial<Record<string, string>> => ({
    ...filters.find((filter) => 'filterType' in filter && filter.filterType === name),
  });
  return { tick: rule('PRICE_FILTER')['tickSize'] ?? '', step: rule('LOT_SIZE')['stepSize'] ?? '' };
}

interface BinanceOrder {
  readonly orderId?: number | bigint;
  readonly status?: string;
  readonly executedQty?: string | number;
}

function seen({ orderId, status, executedQty }: BinanceOrder) {
  return { id: String(orderId), status: status ?? '', filled: executedQty ?? NaN };
}

function ids(orders: readonly BinanceOrder[]): readonly string[] {
  return orders.map(({ orderId }) => String(orderId));
}

function one<Row>(rows: Row | Row[]): Row {
  const [row] = Array.isArray(rows) ? rows : [rows];
  if (row === undefined) throw new Error('no row');
  return row;
}
