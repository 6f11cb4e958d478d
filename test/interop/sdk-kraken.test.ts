import https from 'node:https';
import { afterAll } from 'vitest';
import { Kraken } from 'node-kraken-api';
import type { Sandbox } from '../../sandbox/index.js';
import { LeadingAgent } from './leading-agent.js';
import { describeSdk, type Level, type SdkClient, type Wanted } from './sdk-suite.js';

const pair = 'XBTUSDT';

describeSdk('node-kraken-api', {
  preset: 'kraken_spot',
  make,
  statuses: { open: 'open', filled: 'closed', cancelled: 'canceled' },
  mistakes: {
    'a price is missing': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.01' }),
      fails: ['EGeneral:Invalid arguments'],
    },
    'too small': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '0.00000001', price: '30000' }),
      fails: ['EOrder:Order minimum not met'],
    },
    'too dear': {
      make: (client) => client.place({ side: 'buy', kind: 'limit', size: '50', price: '30000' }),
      fails: ['EOrder:Insufficient funds'],
    },
    'an unknown order': {
      make: (client) => client.cancel('OZZZZZ-ZZZZZ-ZZZZZZ'),
      fails: ['EOrder:Unknown order'],
    },
  },
});

// This client knows no other address than the venue's own: Node's agent leads its requests here.
const usual = https.globalAgent;
afterAll(() => {
  https.globalAgent = usual;
});

function make({ rest, credentials }: Sandbox): SdkClient {
  https.globalAgent = new LeadingAgent(rest);
  const client = new Kraken({ key: credentials['api_key'] ?? '', secret: credentials['api_secret'] ?? '' });
  return {
    time: async () => Number((await client.time()).unixtime) * 1000,
    async instrument() {
      const row = only(await client.assetPairs({ pair }));
      return { tick: 10 ** -Number(row?.pair_decimals), step: 10 ** -Number(row?.lot_decimals) };
    },
    async ticker() {
      const { a, b, c } = only(await client.ticker({ pair }));
      return { last: c?.[0] ?? '', bid: b?.[0] ?? '', ask: a?.[0] ?? '' };
    },
    async candles(limit) {
      const { [pair]: rows } = await client.ohlc({ pair, interval: 1 });
      return (Array.isArray(rows) ? rows : [])
        .slice(-limit)
        .map(([at, open, high, low, close, , volume]) => [Number(at) * 1000, open, high, low, close, volume]);
    },
    async book() {
      const { bids, asks } = only(await client.depth({ pair, count: 5 }));
      return { bids: levels(bids), asks: levels(asks) };
    },
    async balance(asset) {
      const total = (await client.balance())[asset === 'BTC' ? 'XXBT' : asset];
      // This answer tells the totals alone.
      return { free: total ?? NaN, locked: 0 };
    },
    async fees() {
      const { fees, fees_maker: makers } = await client.tradeVolume({ pair });
      return { maker: Number(makers?.[pair]?.fee) / 100, taker: Number(fees?.[pair]?.fee) / 100 };
    },
    place: async (order) => (await client.addOrder(request(order))).txid?.[0] ?? '',
    async order(id) {
      const row = (await client.queryOrders({ txid: id }))[id];
      return { id, status: row?.status ?? '', filled: row?.vol_exec ?? NaN };
    },
    open: async () => Object.keys((await client.openOrders()).open ?? {}),
    history: async () => Object.keys((await client.closedOrders()).closed ?? {}),
    async fills() {
      const rows = Object.values((await client.tradesHistory()).trades ?? {});
      return rows.map(({ price, vol }) => ({ price: price ?? NaN, size: vol ?? NaN }));
    },
    cancel: (txid) => client.cancelOrder({ txid }),
    cancelAll: () => client.cancelAll(),
    others: {
      'the system': () => client.systemStatus(),
      assets: () => client.assets(),
      trades: () => client.trades({ pair }),
      'a token for streams': () => client.getWebSocketsToken(),
    },
  };
}

function request({ side, kind, size, price }: Wanted) {
  return {
    pair,
    type: side,
    ordertype: kind === 'market' ? 'market' : 'limit',
    volume: size,
    ...(price === undefined ? {} : { price }),
    ...(kind === 'post_only' ? { oflags: 'post' } : {}),
    ...(kind === 'ioc' ? { timeinforce: 'IOC' } : {}),
  } as const;
}

function only<Row>(rows: Readonly<Record<string, Row>>): Row {
  const [row] = Object.values(rows);
  if (row === undefined) throw new Error('no row');
  return row;
}

function levels(side: readonly (readonly unknown[])[] | null | undefined): readonly Level[] {
  return (side ?? []).map(([price, size]) => [Number(price), Number(size)]);
}
