/** A venue that does not exist, as its documentation would print it, and a person's answers about it. */

const MARKETS = {
  code: 0,
  data: [
    {
      market: 'btc_usdt',
      base: 'btc',
      quote: 'usdt',
      tickSize: '0.01',
      lotSize: '0.0001',
      minQty: '0.0001',
      minNotional: '5',
      status: 'online',
    },
  ],
};

const CANDLES = {
  code: 0,
  data: [
    [1_699_999_980, '36490', '36501', '36489.9', '36500.1', '8.1', '295600'],
    [1_700_000_040, '36500.1', '36510', '36498', '36505.5', '12.345', '450600'],
  ],
};

const ORDER = {
  orderId: '770001',
  clientOrderId: 'c-1700000000',
  market: 'btc_usdt',
  side: 'Bid',
  type: 'Limit',
  price: '36500.10',
  qty: '0.5000',
  filledQty: '0.0000',
  filledValue: '0.00',
  fee: '0',
  status: 'Open',
  createdAt: 1_700_000_000_000,
};

const BALANCES = { code: 0, data: [{ currency: 'btc', available: '1.5', locked: '0.25' }] };
const FRAME = {
  channel: 'candle_1min',
  market: 'btc_usdt',
  data: { t: 1_700_000_040, o: '36500.1', h: '36510', l: '36498', c: '36505.5', v: '12.345' },
};

/** What each question is answered with, by a part of the question. The order is that of the interview. */
export const ANSWERS: readonly (readonly [question: string, answer: string])[] = [
  ['as it writes it itself?', 'My Coins'],
  ['API documentation?', 'https://docs.my-coins.test'],
  ['REST API?', 'https://api.my-coins.test'],
  ['How does it write BTC/USDT', 'btc_usdt'],
  ['Its intervals', '1m=1min 1h=60min 1d=1day'],
  ['How many candles', '200'],
  ['How does it sign', 'custom'],
  ['Which algorithm signs', 'hmac-sha512'],
  ['What is signed', String.raw`{stamp} + {method} + {path_query} + \n + sha256({body})`],
  ['How is the signature written', 'base64'],
  ['Its credentials', 'api_key api_secret passphrase'],
  ['when a request was signed', 's'],
  [
    'The headers of a signed request',
    'MC-Key={api_key} MC-Sign={signature} MC-Time={stamp} MC-Pass={passphrase}',
  ],
  ['The parameters that sign', 'none'],
  ['The request of server_time', 'GET /v1/time'],
  ['answer of server_time', '{ "code": 0, "data": { "serverTime": 1700000000000 } }'],
  ['The request of instruments', 'GET /v1/markets'],
  ['answer of instruments', JSON.stringify(MARKETS)],
  [
    'The request of candles',
    'GET /v1/candles?market=btc_usdt&period=1min&from=1700000000&to=1700006000&limit=200',
  ],
  ['answer of candles', JSON.stringify(CANDLES)],
  [
    'The request of place_order',
    'POST /v1/orders {"market":"btc_usdt","side":"Bid","type":"Limit","qty":"0.5","price":"36500.10","clientOrderId":"c-1"}',
  ],
  ['answer of place_order', JSON.stringify({ code: 0, data: { orderId: '770001' } })],
  ['The request of cancel_order', 'DELETE /v1/orders/{orderId}'],
  ['answer of cancel_order', JSON.stringify({ code: 0, data: { orderId: '770001' } })],
  ['The request of get_order', 'GET /v1/order?clientOrderId=c-1'],
  ['answer of get_order', JSON.stringify({ code: 0, data: ORDER })],
  ['The request of open_orders', 'GET /v1/orders?market=btc_usdt'],
  ['answer of open_orders', JSON.stringify({ code: 0, data: [ORDER] })],
  ['The request of balances', 'GET /v1/balances'],
  ['answer of balances', JSON.stringify(BALANCES)],
  ['The request of fees', 'GET /v1/fees?market=btc_usdt'],
  ['answer of fees', JSON.stringify({ code: 0, data: { maker: '0.0008', taker: '0.001' } })],
  ['Its words for the sides?', 'buy=Bid sell=Ask'],
  ['Its words for the types?', ''],
  ['What do its statuses mean', 'Open=PENDING Partial=PARTIALLY_FILLED Done=COMPLETED Cancelled=CANCELLED'],
  ['Which characters may a client', 'A-Za-z0-9- 32'],
  ['In which asset does it take its fee', ''],
  ['What is the size of a market buy', 'base'],
  ['A documented answer of an error', '{ "code": 7, "message": "no such market" }'],
  [
    'What do its error codes mean',
    'insufficient_balance=30, get_unknown_order=41, duplicate_client_id=42, bad_key=11, bad_signature=12, stale_timestamp=13',
  ],
  ['public candle stream', 'wss://stream.my-coins.test/ws'],
  ['The message that subscribes', '{ "op": "subscribe", "channel": "candle_1min", "market": "btc_usdt" }'],
  ['The frame that confirms', '{ "event": "subscribed", "channel": "candle_1min", "market": "btc_usdt" }'],
  ['A documented frame with a candle', JSON.stringify(FRAME)],
  ['What keeps the connection alive', 'text_ping'],
];
