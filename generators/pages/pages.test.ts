import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pagesProposals } from './index.js';

const DOCUMENTATION = readFileSync(new URL('../../test/fixtures/documentation.md', import.meta.url), 'utf8');

describe('a whole documentation, pasted at once', () => {
  const found = pagesProposals(DOCUMENTATION);
  const answer = (id: string): string | undefined => found[id]?.answer;

  it('gives every request', () => {
    expect(
      Object.fromEntries(
        Object.entries(found).flatMap(([id, { answer: text, isSure }]) =>
          id.startsWith('request:') ? [[id.slice(8), isSure ? text : `? ${text}`]] : [],
        ),
      ),
    ).toEqual({
      server_time: 'GET /v1/time',
      instruments: 'GET /v1/markets',
      candles: 'GET /v1/candles?market={symbol}&period={interval}&from={start|s}&to={end|s}&limit={limit}',
      place_order:
        'POST /v1/orders {"market":"btc_usdt","side":"Bid","type":"Limit","qty":"0.5","price":"36500.10","clientOrderId":"c-1700000000"}',
      cancel_order: 'DELETE /v1/orders/{order_id}',
      get_order: 'GET /v1/order?clientOrderId={client_order_id}',
      open_orders: 'GET /v1/orders?market={symbol}',
      balances: 'GET /v1/balances',
      fees: 'GET /v1/fees?market={symbol}',
    });
  });

  it('gives every answer, an error, and what tables tell', () => {
    expect(
      Object.keys(found)
        .filter((id) => id.startsWith('sample:'))
        .toSorted(),
    ).toEqual(
      [
        'balances',
        'cancel_order',
        'candles',
        'error',
        'fees',
        'get_order',
        'instruments',
        'open_orders',
        'place_order',
        'server_time',
      ].map((id) => `sample:${id}`),
    );
    expect(answer('rest')).toBe('https://api.my-coins.test');
    expect(answer('symbol')).toBe('btc_usdt');
    expect(answer('intervals')).toBe('1m=1min 5m=5min 15m=15min 1h=60min 1d=1day');
    expect(answer('page')).toBe('200');
    expect(answer('statuses')).toBe(
      'Open=PENDING Partial=PARTIALLY_FILLED Done=COMPLETED Cancelled=CANCELLED',
    );
    expect(answer('codes')).toBe(
      'bad_key=11, bad_signature=12, stale_timestamp=13, insufficient_balance=30, get_unknown_order=41, duplicate_client_id=42',
    );
    expect(JSON.parse(answer('sample:error') ?? '')).toEqual({ code: 7, message: 'no such market' });
  });
});

describe('pages of other habits', () => {
  it('print the answer before its request, verb and path marked up, a table with bars', () => {
    const found = pagesProposals(`### New Order
**Response:**
\`\`\`
{ "symbol": "MXUSDT", "orderId": "06a480e6", "price": "0.1", "origQty": "50", "type": "LIMIT", "side": "BUY" }
\`\`\`
- **POST** \`\`\`/api/v3/order\`\`\`

Name| Type| Mandatory| Description
---|--|--|--
symbol| string| YES|
side| ENUM| YES| ENUM: Order Side
type| ENUM| YES| ENUM: Order Type
quantity| decimal| NO| Quantity
price| decimal| NO| Price
newClientOrderId| string| NO| A unique id
timestamp| long| YES|

### Query Order
{ "symbol": "LTCBTC", "orderId": "1", "clientOrderId": "mine", "status": "NEW", "side": "BUY", "type": "LIMIT" }

- **GET** \`\`\`/api/v3/order\`\`\`

symbol| string| YES|
origClientOrderId| string| NO|
`);
    expect(found['request:place_order']?.answer).toBe(
      'POST /api/v3/order symbol={symbol}&side={side}&type={type}&quantity={size}&price={price}&newClientOrderId={client_order_id}',
    );
    expect(JSON.parse(found['sample:place_order']?.answer ?? '')).toMatchObject({ orderId: '06a480e6' });
    expect(JSON.parse(found['sample:get_order']?.answer ?? '')).toMatchObject({ clientOrderId: 'mine' });
    expect(found['request:get_order']?.answer).toBe(
      'GET /api/v3/order?symbol={symbol}&origClientOrderId={client_order_id}',
    );
  });

  it('print an example, then the request below a heading of its own', () => {
    const found = pagesProposals(`### GET / Candlesticks
> Request Example
\`\`\`
GET /api/v5/market/candles?instId=BTC-USDT&bar=1m&after=1597026383085
\`\`\`
#### HTTP Request
\`GET /api/v5/market/candles\`
#### Request Parameters
| Parameter | Type | Required | Description |
| instId | String | Yes | Instrument ID |
| bar | String | No | Bar size, such as [1m/3m/5m/15m/30m/1H/2H/4H] |
| limit | String | No | Number of results per request. The maximum is 300 |
> Response Example
{ "code": "0", "data": [["1597026383085", "3.721", "3.743", "3.677", "3.708", "8422410", "31261700"]] }`);
    expect(found['request:candles']?.answer).toContain(
      'GET /api/v5/market/candles?instId={symbol}&bar={interval}',
    );
    expect(found.intervals?.answer).toBe('1m=1m 3m=3m 5m=5m 15m=15m 30m=30m 1h=1H 2h=2H 4h=4H');
    expect(found.page?.answer).toBe('300');
    expect(found.symbol?.answer).toBe('BTC-USDT');
  });

  it('put verb and path into two lines, or curl over several', () => {
    const found = pagesProposals(`Get balances
GET
/v2/balances

Cancel order
curl -X POST "https://api.my-coins.test/v2/order/cancel" \\
  -H "Content-Type: application/x-www-form-urlencoded" \\
  -d 'orderId=7'

{ "orderId": "7", "status": "CANCELED" }`);
    expect(found['request:balances']?.answer).toBe('GET /v2/balances');
    expect(found['request:cancel_order']?.answer).toBe('POST /v2/order/cancel orderId={order_id}');
    expect(found.rest?.answer).toBe('https://api.my-coins.test');
  });

  it('of something else propose nothing', () => {
    expect(pagesProposals('Dear reader,\nthis is no documentation: {"a":1}')).toEqual({});
  });
});
