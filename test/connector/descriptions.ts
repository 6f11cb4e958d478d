import type { VenueDescription } from '../../venues/index.js';
import { venueSchema } from '../../venues/schema/venue.js';

/**
 * Venues that do not exist and mix what real ones do otherwise than Binance: nonces, passphrases, nested digests,
 * failures inside a 200, lists and maps of rows, aliases, tokens, logins, acknowledgements without a status.
 */
export const invented: Readonly<Record<string, () => VenueDescription>> = {
  listed,
  mapped,
  tokened,
  polled,
  costed,
  priced,
};

/** JSON bodies, ISO stamps, a passphrase, every answer a list under `data`, newest candles first, a login. */
function listed(): VenueDescription {
  return venueSchema.parse({
    ...base('listed_venue', 'Listed Venue'),
    hosts: {
      rest: 'https://www.listed.test',
      stream: 'wss://ws.listed.test/b',
      private_stream: 'wss://ws.listed.test/p',
    },
    symbol: { template: '{base}-{quote}', case: 'upper' },
    intervals: { '1m': '1m', '1h': '1H', '1d': '1Dutc' },
    limits: [{ name: 'requests', capacity: 20, per: '2s' }],
    auth: {
      credentials: ['api_key', 'api_secret', 'passphrase'],
      stamp: { unit: 'iso', past: '30s' },
      signature: {
        algorithm: 'hmac-sha256',
        payload: ['{stamp}', '{method}', '{path_query}', '{body}'],
        secret: 'utf8',
        encoding: 'base64',
      },
      place: {
        headers: {
          'OK-KEY': '{api_key}',
          'OK-SIGN': '{signature}',
          'OK-STAMP': '{stamp}',
          'OK-PASS': { hmac: '{passphrase}' },
        },
      },
    },
    errors: {
      answer: { code: ['code'], message: ['msg'], ok: ['0'] },
      sample,
      cases: {
        insufficient_balance: { status: 200, code: '51008', message: 'Insufficient balance' },
        get_unknown_order: { status: 200, code: '51603', message: 'Order does not exist' },
      },
    },
    endpoints: {
      server_time: { request: 'GET /time', response: { fields: { time: 'data[0].ts' } }, sample },
      instruments: {
        request: 'GET /instruments',
        params: { instType: 'SPOT', instId: '{symbol}' },
        response: {
          items: 'data',
          fields: { symbol: 'instId', tick_size: 'tickSz', step_size: 'lotSz', min_size: 'minSz' },
        },
        sample,
      },
      candles: {
        request: 'GET /candles',
        params: {
          instId: '{symbol}',
          bar: '{interval}',
          before: '{start|ms}',
          after: '{end|ms}',
          limit: '{limit}',
        },
        page: { limit: 50, start: 'exclusive', end: 'exclusive' },
        response: { items: 'data', order: 'descending', fields: columns([0, 1, 2, 3, 4, 5]) },
        sample,
      },
      place_order: {
        request: 'POST /order',
        signed: true,
        params: {
          instId: '{symbol}',
          side: '{side}',
          ordType: '{type}',
          sz: '{size}',
          px: { value: '{price}', when: 'limit' },
          tgtCcy: { value: 'base_ccy', when: 'market_buy' },
          clOrdId: '{client_order_id}',
          extra: {
            nested: ['{base}', 1, true],
            mode: {
              first: [
                { value: 'a', when: 'buy' },
                { value: 'b', when: 'sell' },
              ],
            },
          },
        },
        response: { fields: { order_id: 'data[0].ordId' } },
        failure: { code: ['data[0].sCode', 'code'], message: ['data[0].sMsg', 'msg'], ok: ['0'] },
        sample,
      },
      cancel_order: {
        request: 'POST /cancel',
        signed: true,
        params: { instId: '{symbol}', ordId: '{order_id}' },
        response: { fields: { order_id: 'data[0].ordId' } },
        sample,
      },
      get_order: {
        request: 'GET /order',
        signed: true,
        params: { instId: '{symbol}', clOrdId: '{client_order_id}' },
        response: { fields: prefixed('data[0].', ORDER) },
        sample,
      },
      open_orders: {
        request: 'GET /orders',
        signed: true,
        response: { items: 'data', fields: { ...ORDER, ...OPEN } },
        sample,
      },
      balances: {
        request: 'GET /balance',
        signed: true,
        response: { items: 'data[0].details', fields: { asset: 'ccy', free: 'availBal', total: 'cashBal' } },
        sample,
      },
      fees: {
        request: 'GET /fees',
        signed: true,
        response: {
          fields: {
            maker: { path: 'data[0].maker', scale: 'negated' },
            taker: { path: 'data[0].taker', scale: 'negated' },
          },
        },
        sample,
      },
    },
    streams: {
      candles: {
        host: 'stream',
        subscribe: { op: 'subscribe', args: [{ channel: 'candle{interval}', instId: '{symbol}' }] },
        acknowledged: { match: { event: 'subscribe' }, sample },
        refused: { match: { event: 'error' }, message: 'msg', sample },
        keep_alive: { kind: 'message', send: 'ping', expect: 'pong', every: '20s', timeout: '30s' },
        frame: {
          match: { 'arg.channel': 'candle{interval}', 'arg.instId': '{symbol}' },
          rows: {
            items: 'data',
            fields: { ...columns([0, 1, 2, 3, 4, 5]), closed: { path: '[8]', equals: '1' } },
          },
          sample,
        },
      },
      orders: {
        host: 'private_stream',
        login: {
          op: 'login',
          args: [
            { apiKey: '{api_key}', passphrase: '{passphrase}', timestamp: '{stamp}', sign: '{signature}' },
          ],
        },
        logged_in: { match: { event: 'login' }, sample },
        signature: { payload: ['{stamp}', 'GET/users/self/verify'], stamp: 's' },
        subscribe: { op: 'subscribe', args: [{ channel: 'orders' }] },
        keep_alive: {
          kind: 'message',
          send: { op: 'ping', id: '{uuid}' },
          expect: { op: 'pong' },
          every: '20s',
          timeout: '30s',
        },
        frame: {
          match: { 'arg.channel': 'orders' },
          rows: { items: 'data', fields: { ...ORDER, ...FILL } },
          sample,
        },
      },
    },
    orders: orders({ buy: 'buy', sell: 'sell' }, { limit: 'limit', market: 'market' }),
  });
}

/** A rising nonce in a form, a digest inside the payload, assets by other names, rows in maps, percentages. */
function mapped(): VenueDescription {
  return venueSchema.parse({
    ...base('mapped_venue', 'Mapped Venue'),
    hosts: { rest: 'https://api.mapped.test', stream: 'wss://ws.mapped.test/v2' },
    symbol: { template: '{base}{quote}', case: 'upper', aliases: { BTC: 'XBT', DOGE: 'XDG' } },
    intervals: { '1m': 1, '1h': 60, '1d': 1440 },
    time_unit: 's',
    auth: {
      credentials: ['api_key', 'api_secret'],
      nonce: { kind: 'rising' },
      params: { nonce: '{nonce}' },
      signature: {
        algorithm: 'hmac-sha512',
        payload: ['{path}', { digest: 'sha256', of: ['{nonce}', '{body}'], as: 'raw' }],
        secret: 'base64',
        encoding: 'base64',
      },
      place: { headers: { 'API-Key': '{api_key}', 'API-Sign': '{signature}' } },
    },
    errors: {
      answer: { code: ['error[0]'], message: ['error[0]'] },
      sample,
      cases: {
        get_unknown_order: { status: 200, code: 'EOrder:Unknown order', message: 'EOrder:Unknown order' },
      },
    },
    endpoints: {
      server_time: { request: 'GET /time', response: { fields: { time: 'result.unixtime' } }, sample },
      instruments: {
        request: 'GET /pairs',
        response: {
          items: 'result',
          key: 'order_id',
          fields: {
            base: 'base',
            quote: 'quote',
            tick_size: 'tick_size',
            size_decimals: 'lot_decimals',
            min_notional: 'costmin',
            tradable: { path: 'status', equals: 'online' },
          },
        },
        sample,
      },
      candles: {
        request: 'GET /ohlc',
        params: { pair: '{symbol}', interval: '{interval}', since: '{start|s}' },
        page: { limit: 720, start: 'exclusive' },
        response: { items: 'result.rows', fields: columns([0, 1, 2, 3, 4, 6]) },
        sample,
      },
      place_order: {
        request: 'POST /add',
        signed: true,
        encode: 'form',
        params: {
          pair: '{symbol}',
          type: '{side}',
          ordertype: '{type}',
          volume: '{size}',
          price: { value: '{price}', when: 'limit' },
          cl_ord_id: '{client_order_id}',
        },
        response: { fields: { order_id: 'result.txid[0]' } },
        sample,
      },
      cancel_order: {
        request: 'POST /cancel',
        signed: true,
        encode: 'form',
        params: { cl_ord_id: '{client_order_id}' },
        response: { fields: { count: 'result.count' } },
        sample,
      },
      get_order: {
        request: 'POST /query',
        signed: true,
        encode: 'form',
        params: { cl_ord_id: '{client_order_id}' },
        response: {
          items: 'result',
          key: 'order_id',
          fields: { status: 'status', filled_size: 'vol_exec', filled_quote: 'cost', fee: 'fee' },
        },
        sample,
      },
      open_orders: {
        request: 'POST /open',
        signed: true,
        encode: 'form',
        response: {
          items: 'result.open',
          key: 'order_id',
          fields: { client_order_id: 'cl_ord_id', status: 'status', filled_size: 'vol_exec' },
        },
        sample,
      },
      balances: {
        request: 'POST /balance',
        signed: true,
        encode: 'form',
        response: { items: 'result', key: 'asset', fields: { total: 'balance', locked: 'hold_trade' } },
        sample,
      },
      fees: {
        request: 'POST /volume',
        signed: true,
        encode: 'form',
        params: { pair: '{symbol}' },
        response: {
          fields: {
            maker: { path: 'result.maker', scale: 'percent' },
            taker: { path: 'result.taker', scale: 'percent' },
          },
        },
        sample,
      },
    },
    streams: {
      candles: {
        host: 'stream',
        subscribe: {
          method: 'subscribe',
          params: { channel: 'ohlc', symbol: ['{base}/{quote}'], interval: '{interval}' },
        },
        keep_alive: {
          kind: 'message',
          send: { method: 'ping' },
          expect: { method: 'pong' },
          every: '30s',
          timeout: '60s',
        },
        frame: {
          match: { channel: 'ohlc', 'data[0].symbol': '{base}/{quote}', 'data[0].interval': '{interval}' },
          rows: {
            items: 'data',
            fields: {
              timestamp: { path: 'interval_begin', unit: 'iso' },
              open: 'open',
              high: 'high',
              low: 'low',
              close: 'close',
              volume: 'volume',
            },
          },
          sample,
        },
      },
    },
    orders: {
      ...orders({ buy: 'buy', sell: 'sell' }, { limit: 'limit', market: 'market' }),
      fee_asset: 'quote',
    },
  });
}

/** Stream addresses with a token, orders named in the path, sizes that remain, gzip frames, pings to answer. */
function tokened(): VenueDescription {
  return venueSchema.parse({
    ...base('tokened_venue', 'Tokened Venue'),
    hosts: {
      rest: 'https://api.tokened.test',
      stream: 'wss://push.tokened.test/x',
      private_stream: 'wss://push.tokened.test/y',
    },
    symbol: { template: '{base}_{quote}', case: 'lower' },
    intervals: { '5m': '5min' },
    auth: {
      credentials: ['api_key', 'api_secret'],
      stamp: { unit: 's' },
      signature: {
        algorithm: 'hmac-sha512',
        payload: [
          '{method}\n{path}\n{query}\n',
          { digest: 'sha512', of: ['{body}'], as: 'hex' },
          '\n{stamp}',
        ],
        encoding: 'hex',
      },
      place: { headers: { KEY: '{api_key}', SIGN: '{signature}', Timestamp: '{stamp}' } },
    },
    errors: { answer: { code: ['label'], message: ['message'] }, sample, cases: {} },
    endpoints: {
      instruments: {
        request: 'GET /pairs/{symbol}',
        response: { fields: { price_decimals: 'precision', size_decimals: 'amount_precision' } },
        sample,
      },
      candles: {
        request: 'GET /candles/{symbol}',
        params: { interval: '{interval}', from: '{start|s}', to: '{end|s}' },
        page: { limit: 1000 },
        response: { items: '', fields: columns([0, 5, 3, 4, 2, 6]) },
        sample,
      },
      place_order: {
        request: 'POST /orders',
        signed: true,
        params: {
          pair: '{symbol}',
          side: '{side}',
          type: '{type}',
          amount: '{size}',
          price: { value: '{price}', when: 'limit' },
          text: 't-{client_order_id}',
        },
        response: {
          fields: {
            order_id: 'id',
            status: 'status',
            size: 'amount',
            remaining_size: 'left',
            fee: 'fee',
            fee_asset: 'fee_currency',
          },
        },
        sample,
      },
      cancel_order: {
        request: 'DELETE /orders/{order_id}',
        signed: true,
        params: { pair: '{symbol}' },
        response: { fields: { order_id: 'id' } },
        sample,
      },
      get_order: {
        request: 'GET /orders/{client_order_id}',
        signed: true,
        response: {
          fields: {
            order_id: 'id',
            status: 'status',
            size: 'amount',
            remaining_size: 'left',
            fee: 'fee',
            fee_asset: 'fee_currency',
          },
        },
        sample,
      },
      balances: {
        request: 'GET /accounts',
        signed: true,
        response: { items: '', fields: { asset: 'currency', free: 'available', locked: 'locked' } },
        sample,
      },
      stream_token: {
        request: 'POST /token',
        signed: true,
        response: { fields: { token: 'data.token' } },
        sample,
      },
    },
    streams: {
      candles: {
        host: 'stream',
        path: '?token={token}',
        subscribe: { topic: '/candles:{symbol}_{interval}', type: 'subscribe', response: true },
        compression: 'gzip',
        keep_alive: {
          kind: 'answer',
          receive: { ping: '{stamp}' },
          send: { pong: '{stamp}' },
          every: '5s',
          timeout: '15s',
        },
        frame: {
          match: { topic: '/candles:{symbol}_{interval}' },
          rows: { fields: prefixed('data.candles', columns([0, 1, 2, 3, 4, 5])) },
          sample,
        },
      },
      orders: {
        host: 'private_stream',
        path: '?token={token}',
        subscribe: { topic: '/orders', type: 'subscribe' },
        keep_alive: { kind: 'client_ping', every: '15s', timeout: '30s' },
        silence: '45s',
        frame: {
          match: { topic: '/orders' },
          rows: { fields: { order_id: 'data.id', status: 'data.status', filled_size: 'data.filled' } },
          sample,
        },
      },
    },
    orders: orders({ buy: 'buy', sell: 'sell' }, { limit: 'limit', market: 'market' }),
  });
}

/** No stream at all: candles and orders are polled. No fees endpoint. */
function polled(): VenueDescription {
  const { streams: _, ...description } = tokened();
  const { stream_token: __, fees: ___, ...endpoints } = description.endpoints;
  return venueSchema.parse({ ...description, venue: 'polled_venue', name: 'Polled Venue', endpoints });
}

/** Market buys by their cost in the quote asset. */
function costed(): VenueDescription {
  const description = tokened();
  return venueSchema.parse({
    ...description,
    orders: { ...description.orders, market_buy: 'quote' },
    endpoints: placing({
      amount: {
        first: [
          { value: '{quote_size}', when: 'market_buy' },
          { value: '{size}', when: 'limit' },
        ],
      },
    }),
  });
}

/** No market orders: limit orders that fill at once. */
function priced(): VenueDescription {
  const description = tokened();
  const markets = { market_buy: 'priced_ioc', market_sell: 'priced_ioc' };
  return venueSchema.parse({
    ...description,
    orders: { ...description.orders, ...markets },
    endpoints: placing({ price: '{price}' }),
  });
}

function placing(params: object) {
  const { endpoints } = tokened();
  return {
    ...endpoints,
    place_order: {
      ...endpoints.place_order,
      params: { pair: '{symbol}', text: '{client_order_id}', ...params },
    },
  };
}

const sample = 'samples/any.json';

const ORDER = {
  order_id: 'ordId',
  client_order_id: 'clOrdId',
  status: 'state',
  filled_size: 'accFillSz',
  average_price: { path: 'avgPx', optional: true },
  reason: 'cancelSource',
};
const OPEN = { side: 'side', type: 'ordType', size: 'sz', price: 'px' };
const FILL = {
  fill_id: 'tradeId',
  fill_price: 'fillPx',
  fill_size: 'fillSz',
  fill_fee: { path: 'fillFee', scale: 'negated' },
  fill_fee_asset: 'fillFeeCcy',
};

function base(venue: string, name: string) {
  return { version: 1, venue, name, kind: 'live', docs: `https://docs.${venue.replaceAll('_', '-')}.test` };
}

function orders(sides: object, types: object) {
  const statuses = {
    live: 'PENDING',
    partial: 'PARTIALLY_FILLED',
    'filled!': 'COMPLETED',
    canceled: 'CANCELLED',
  };
  return { sides, types, statuses, client_id: { charset: 'A-Za-z0-9', length: 32 }, fee_asset: 'received' };
}

function columns([timestamp, open, high, low, close, volume]: readonly number[]) {
  const fields = { timestamp, open, high, low, close, volume };
  return Object.fromEntries(Object.entries(fields).map(([name, column]) => [name, `[${column}]`]));
}

function prefixed(prefix: string, fields: Readonly<Record<string, string | { readonly path: string }>>) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      typeof field === 'string' ? `${prefix}${field}` : { ...field, path: `${prefix}${field.path}` },
    ]),
  );
}
