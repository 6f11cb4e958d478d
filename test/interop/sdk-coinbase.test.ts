import { CBAdvancedTradeClient, WebsocketClient } from 'coinbase-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkClient, type Wanted } from './sdk-suite.js';

const product_id = 'BTC-USDT';

describeSdk('coinbase-api', {
  preset: 'coinbase_advanced',
  make,
  statuses: { open: 'OPEN', filled: 'FILLED', cancelled: 'CANCELLED' },
  mistakes: {
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.00001', price: '30000' }),
      fails: ['QUOTE_SIZE_TOO_SMALL'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['INSUFFICIENT_FUND'],
    },
    'an unknown order': {
      make: (client) => client.cancel('11111111-1111-4111-8111-111111111111'),
      fails: ['UNKNOWN_CANCEL_ORDER'],
    },
  },
  channels: { candles: /"channel":"candles"/, orders: /"channel":"user"/ },
  async watch({ rest, credentials }, told) {
    const client = new WebsocketClient(
      {
        apiKey: credentials['api_key'] ?? '',
        apiSecret: credentials['api_secret'] ?? '',
        wsOptions: { agent: new LeadingAgent(rest) },
      },
      silent,
    );
    client.on('update', told);
    client.on('exception', () => undefined);
    client.subscribe({ topic: 'candles', payload: { product_ids: [product_id] } }, 'advTradeMarketData');
    client.subscribe({ topic: 'user', payload: { product_ids: [product_id] } }, 'advTradeUserData');
    return () => client.closeAll(true);
  },
});

function make({ rest, credentials, clock }: Sandbox): SdkClient {
  // Its tokens name the host without "https://": it keeps the venue's own.
  const client = new CBAdvancedTradeClient(
    { apiKey: credentials['api_key'] ?? '', apiSecret: credentials['api_secret'] ?? '' },
    { httpsAgent: new LeadingAgent(rest) },
  );
  return {
    time: async () => Number((await client.getServerTime()).epochMillis),
    async instrument() {
      const { price_increment: tick, base_increment: step } = await client.getProduct({ product_id });
      return { tick, step };
    },
    async ticker() {
      const { price: last } = await client.getPublicProduct({ product_id });
      const [book] = (await client.getBestBidAsk({ product_ids: [product_id] })).pricebooks;
      return { last, bid: book?.bids[0]?.price ?? '', ask: book?.asks[0]?.price ?? '' };
    },
    async candles(limit) {
      const now = Math.floor(clock.now() / 1000);
      const range = { start: String(now - limit * 60), end: String(now) };
      const { candles } = await client.getProductCandles({ product_id, granularity: 'ONE_MINUTE', ...range });
      return candles
        .map(({ start, open, high, low, close, volume }) => [
          Number(start) * 1000,
          open,
          high,
          low,
          close,
          volume,
        ])
        .toReversed();
    },
    async book() {
      const { bids, asks } = (await client.getProductBook({ product_id, limit: 5 })).pricebook;
      return {
        bids: bids.map(({ price, size }) => [price, size]),
        asks: asks.map(({ price, size }) => [price, size]),
      };
    },
    async balance(asset) {
      const row = (await client.getAccounts()).accounts.find(({ currency }) => currency === asset);
      return { free: row?.available_balance.value ?? NaN, locked: row?.hold.value ?? NaN };
    },
    async fees() {
      const { fee_tier: tier } = await client.getTransactionSummary({ product_type: 'SPOT' });
      return { maker: tier.maker_fee_rate, taker: tier.taker_fee_rate };
    },
    async place(order) {
      const answer = await client.submitOrder(request(order, client.generateNewOrderId()));
      if (!answer.success) throw new Error(JSON.stringify(answer));
      return answer.success_response?.order_id;
    },
    async order(id) {
      const { order } = await client.getOrder({ order_id: id });
      return { id: order.order_id, status: order.status, filled: order.filled_size };
    },
    async open() {
      const { orders } = await client.getOrders({ product_ids: [product_id], order_status: ['OPEN'] });
      return orders.map(({ order_id: id }) => id);
    },
    async history() {
      return (await client.getOrders({ product_ids: [product_id] })).orders.map(({ order_id: id }) => id);
    },
    async fills() {
      const { fills } = await client.getFills({ product_ids: [product_id] });
      return fills.map(({ price, size }) => ({ price, size }));
    },
    cancel: (id) => client.cancelOrders({ order_ids: [id] }),
    cancelAll: (ids) => client.cancelOrders({ order_ids: [...ids] }),
    others: {
      products: () => client.getProducts(),
      trades: () => client.getMarketTrades({ product_id, limit: 5 }),
      'the public book': () => client.getPublicProductBook({ product_id }),
      'the key': () => client.getApiKeyPermissions(),
    },
  };
}

function request({ side, kind, size, price = '' }: Wanted, client_order_id: string) {
  const limit = { base_size: size, limit_price: price };
  const configurations = {
    limit: { limit_limit_gtc: { ...limit, post_only: false } },
    post_only: { limit_limit_gtc: { ...limit, post_only: true } },
    ioc: { sor_limit_ioc: limit },
    market: { market_market_ioc: { base_size: size } },
  };
  return {
    client_order_id,
    product_id,
    side: side === 'buy' ? 'BUY' : 'SELL',
    order_configuration: configurations[kind],
  } as const;
}
