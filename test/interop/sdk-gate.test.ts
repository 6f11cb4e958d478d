import { RestClient, WebsocketClient } from 'gateio-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, silent, type SdkClient, type Wanted } from './sdk-suite.js';

const currency_pair = 'BTC_USDT';

describeSdk('gateio-api', {
  preset: 'gate_spot',
  make,
  statuses: { open: 'open', filled: 'closed', cancelled: 'cancelled' },
  costs: true,
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['MISSING_REQUIRED_PARAM'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.00001', price: '30000' }),
      fails: ['AMOUNT_TOO_LITTLE'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['BALANCE_NOT_ENOUGH'],
    },
    'an unknown order': { make: (client) => client.cancel('999999'), fails: ['ORDER_NOT_FOUND'] },
  },
  channels: { candles: /"channel":"spot.candlesticks"/, orders: /"channel":"spot.orders"/ },
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
    client.subscribe({ topic: 'spot.candlesticks', payload: ['1m', currency_pair] }, 'spotV4');
    client.subscribe({ topic: 'spot.orders', payload: [currency_pair] }, 'spotV4');
    return () => client.closeAll(true);
  },
});

function make({ rest, credentials }: Sandbox): SdkClient {
  const client = new RestClient({
    apiKey: credentials['api_key'] ?? '',
    apiSecret: credentials['api_secret'] ?? '',
    baseUrl: `${rest}/api/v4`,
  });
  return {
    time: async () => (await client.getServerTime()).server_time,
    async instrument() {
      const { precision, amount_precision: decimals } = await client.getSpotCurrencyPair({ currency_pair });
      return { tick: 10 ** -Number(precision), step: 10 ** -Number(decimals) };
    },
    async ticker() {
      const [row] = await client.getSpotTicker({ currency_pair });
      return { last: row?.last ?? '', bid: row?.highest_bid ?? '', ask: row?.lowest_ask ?? '' };
    },
    async candles(limit) {
      const rows = await client.getSpotCandles({ currency_pair, interval: '1m', limit });
      return rows.map(([at, , close, high, low, open, volume]) => [
        Number(at) * 1000,
        open,
        high,
        low,
        close,
        volume,
      ]);
    },
    book: () => client.getSpotOrderBook({ currency_pair, limit: 5 }),
    async balance(asset) {
      const [row] = (await client.getSpotAccounts()).filter(({ currency }) => currency === asset);
      return { free: row?.available ?? NaN, locked: row?.locked ?? NaN };
    },
    async fees() {
      const { maker_fee: maker, taker_fee: taker } = await client.getSpotFeeRates({ currency_pair });
      return { maker, taker };
    },
    place: async (order) => (await client.submitSpotOrder(request(order))).id,
    async order(id) {
      const {
        id: seen,
        status,
        filled_amount: filled,
      } = await client.getSpotOrder({ order_id: id, currency_pair });
      return { id: seen, status, filled };
    },
    async open() {
      return (await client.getSpotOrders({ currency_pair, status: 'open' })).map(({ id }) => id);
    },
    async history() {
      return (await client.getSpotOrders({ currency_pair, status: 'finished' })).map(({ id }) => id);
    },
    async fills() {
      const rows = await client.getSpotTradingHistory({ currency_pair });
      return rows.map(({ price, amount }) => ({ price, size: amount }));
    },
    cancel: (id) => client.cancelSpotOrder({ order_id: id, currency_pair }),
    cancelAll: () => client.cancelSpotOpenOrders({ currency_pair }),
    others: {
      pairs: () => client.getSpotCurrencyPairs(),
      tickers: () => client.getSpotTicker(),
      trades: () => client.getSpotTrades({ currency_pair }),
      'open orders of all pairs': () => client.getSpotOpenOrders(),
    },
  };
}

let orders = 0;

function request({ side, kind, size, price }: Wanted) {
  const stay = { limit: 'gtc', post_only: 'poc', ioc: 'ioc', market: 'ioc' } as const;
  orders += 1;
  return {
    text: `t-${orders}`,
    currency_pair,
    side,
    type: kind === 'market' ? 'market' : 'limit',
    amount: size,
    time_in_force: stay[kind],
    ...(price === undefined ? {} : { price }),
  } as const;
}
