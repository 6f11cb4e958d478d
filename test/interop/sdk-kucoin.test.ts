import {
  Account,
  ClientOptionBuilder,
  DefaultClient,
  Spot,
  TransportOptionBuilder,
  WebSocketClientOptionBuilder,
} from 'kucoin-universal-sdk';
import type { Sandbox } from '../../sandbox/index.js';
import { describeSdk, type SdkClient, type Wanted } from './sdk-suite.js';

const symbol = 'BTC-USDT';
const { Market, Order } = Spot;

describeSdk('kucoin-universal-sdk', {
  preset: 'kucoin_spot',
  make,
  // An answer tells the status by flags.
  statuses: { open: 'open', filled: 'filled', cancelled: 'cancelled' },
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      // This client tells no more of an answer with that status.
      fails: ['status code 400'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.0000001', price: '30000' }),
      fails: ['400100'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['200004'],
    },
    'an unknown order': { make: (client) => client.cancel('6a1b2c3d4e5f60718293a4ff'), fails: ['400100'] },
  },
  channels: { candles: /"candles":\[/, orders: /"orderId"/ },
  async watch(sandbox, told) {
    const service = connected(sandbox).wsService();
    const [market, account] = [service.newSpotPublicWS(), service.newSpotPrivateWS()];
    await Promise.all([market.start(), account.start()]);
    await market.klines(symbol, '1min', (_topic, _subject, data) => told(data));
    await account.orderV1((_topic, _subject, data) => told(data));
    return () => {
      void market.stop();
      void account.stop();
    };
  },
});

function connected({ rest, credentials }: Sandbox): DefaultClient {
  return new DefaultClient(
    new ClientOptionBuilder()
      .setKey(credentials['api_key'] ?? '')
      .setSecret(credentials['api_secret'] ?? '')
      .setPassphrase(credentials['passphrase'] ?? '')
      .setSpotEndpoint(rest)
      .setFuturesEndpoint(rest)
      .setBrokerEndpoint(rest)
      .setTransportOption(new TransportOptionBuilder().setKeepAlive(true).build())
      .setWebSocketClientOption(new WebSocketClientOptionBuilder().build())
      .build(),
  );
}

function make(sandbox: Sandbox): SdkClient {
  const service = connected(sandbox).restService();
  const market = service.getSpotService().getMarketApi();
  const orders = service.getSpotService().getOrderApi();
  const account = service.getAccountService();
  return {
    time: async () => (await market.getServerTime()).data,
    async instrument() {
      const row = await market.getSymbol(Market.GetSymbolReq.create({ symbol }));
      return { tick: row.priceIncrement, step: row.baseIncrement };
    },
    async ticker() {
      const { price, bestBid, bestAsk } = await market.getTicker(Market.GetTickerReq.create({ symbol }));
      return { last: price, bid: bestBid, ask: bestAsk };
    },
    async candles(limit) {
      const endAt = Math.floor(sandbox.clock.now() / 1000);
      const request = {
        symbol,
        type: Market.GetKlinesReq.TypeEnum['_1MIN'],
        startAt: endAt - limit * 60,
        endAt,
      };
      const { data } = await market.getKlines(Market.GetKlinesReq.create(request));
      return data
        .map(([at, open, close, high, low, volume]) => [
          Number(at) * 1000,
          ...[open, high, low, close, volume].map(Number),
        ])
        .toReversed();
    },
    async book() {
      const { bids, asks } = await market.getPartOrderBook(
        Market.GetPartOrderBookReq.create({ symbol, size: '20' }),
      );
      return { bids, asks };
    },
    async balance(asset) {
      const request = Account.Account.GetSpotAccountListReq.create({
        currency: asset,
        type: Account.Account.GetSpotAccountListReq.TypeEnum.TRADE,
      });
      const rows = (await account.getAccountApi().getSpotAccountList(request)).data;
      const row = rows.find(({ currency }) => currency === asset);
      return { free: row?.available ?? NaN, locked: row?.holds ?? NaN };
    },
    async fees() {
      const request = Account.Fee.GetSpotActualFeeReq.create({ symbols: symbol });
      const [row] = (await account.getFeeApi().getSpotActualFee(request)).data;
      return { maker: row?.makerFeeRate ?? NaN, taker: row?.takerFeeRate ?? NaN };
    },
    place: async (order) => (await orders.addOrder(Order.AddOrderReq.create(terms(order)))).orderId,
    async order(orderId) {
      const row = await orders.getOrderByOrderId(Order.GetOrderByOrderIdReq.create({ orderId, symbol }));
      const status = row.active ? 'open' : row.cancelExist ? 'cancelled' : 'filled';
      return { id: row.id, status, filled: row.dealSize };
    },
    async open() {
      return (await orders.getOpenOrders(Order.GetOpenOrdersReq.create({ symbol }))).data.map(({ id }) => id);
    },
    async history() {
      return (
        await orders.getClosedOrders(Order.GetClosedOrdersReq.create({ symbol, ...today() }))
      ).items.map(({ id }) => id);
    },
    async fills() {
      const closed = await orders.getClosedOrders(Order.GetClosedOrdersReq.create({ symbol, ...today() }));
      const answers = closed.items.map(({ id: orderId }) =>
        orders.getTradeHistory(Order.GetTradeHistoryReq.create({ symbol, orderId, ...today() })),
      );
      return (await Promise.all(answers)).flatMap(({ items }) => items);
    },
    cancel: (orderId) =>
      orders.cancelOrderByOrderIdSync(Order.CancelOrderByOrderIdSyncReq.create({ orderId, symbol })),
    cancelAll: () => orders.cancelAllOrdersBySymbol(Order.CancelAllOrdersBySymbolReq.create({ symbol })),
    others: {
      symbols: () => market.getAllSymbols(Market.GetAllSymbolsReq.create({})),
      tickers: () => market.getAllTickers(),
      trades: () => market.getTradeHistory(Market.GetTradeHistoryReq.create({ symbol })),
      'the day': () => market.get24hrStats(Market.Get24hrStatsReq.create({ symbol })),
      'the service': () => market.getServiceStatus(),
    },
  };
}

/** This client writes `undefined` for what it was not given: times and an order are given. */
function today() {
  return { startAt: Date.now() - 86_400_000, endAt: Date.now() + 60_000 };
}

let placed = 0;

function terms({ side, kind, size, price }: Wanted) {
  const { SideEnum, TypeEnum, TimeInForceEnum } = Order.AddOrderReq;
  placed += 1;
  return {
    clientOid: `sdk-${placed}`,
    symbol,
    side: side === 'buy' ? SideEnum.BUY : SideEnum.SELL,
    type: kind === 'market' ? TypeEnum.MARKET : TypeEnum.LIMIT,
    size,
    ...(price === undefined ? {} : { price }),
    ...(kind === 'post_only' ? { postOnly: true } : {}),
    ...(kind === 'ioc' ? { timeInForce: TimeInForceEnum.IOC } : {}),
  };
}
