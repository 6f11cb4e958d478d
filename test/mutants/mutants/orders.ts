import type { Mutant } from '../mutant.js';

const SIDE = 'side: order.orderSide,';
const SIZE = 'quantity: this.instrument.size(order.size, order.orderType),';
const ASSERT = 'this.assertOrder(order, this.instrument);';
const TRACKED_INSTRUMENT = 'instrument: () => this.instrument,';
const CLIENT_ID = 'newClientOrderId: clientOrderId,';
const CANCEL = 'await this.orders.cancel(order, async () => {';

/** Whatever the venue says to a cancel, the order counts as cancelled. */
const BELIEVE_CANCELLED: Mutant['changes'] = [
  [
    CANCEL,
    'const believe = (send) => () => send().catch(() => ({ status: "CANCELLED" })); await this.orders.cancel(order, believe(async () => {',
  ],
  ['return readOrder(answer); }); }', 'return readOrder(answer); })); }'],
];
const LOOK_UP = 'lookUp: (order) => this.fetchOrder(order),';

/** What a look-up makes of a failure that is like this. */
function lookUpTaking(failure: string, result: string): string {
  return `lookUp: (order) => this.fetchOrder(order).catch((error) => { if (${failure}) return ${result}; throw error; }),`;
}

const EVENT_FILLS = "fills: row.decimal('l').isZero() ? [] : [readEventFill(row)],";

const SENT_AGAIN: Mutant['changes'] = [
  ['const answer = await this.rest.post(', 'const send = () => this.rest.post('],
  [
    "{ signed: true, encode: 'form', withdrawn }, );",
    "{ signed: true, encode: 'form', withdrawn }, ); const answer = await send().catch(() => { clientOrderId = clientOrderId.replace(/.$/, '_'); return send(); });",
  ],
];

export const ORDER_MUTANTS: readonly Mutant[] = [
  {
    bug: "the client's id taken for the venue's",
    caughtBy: 'O01',
    changes: [["orderId: row.text('orderId'), status", "orderId: row.text('clientOrderId'), status"]],
  },
  {
    bug: 'sides swapped',
    caughtBy: 'O01',
    changes: [[SIDE, "side: order.orderSide === 'BUY' ? 'SELL' : 'BUY',"]],
  },
  { bug: 'every order a buy', caughtBy: 'O02', changes: [[SIDE, "side: 'BUY',"]] },
  {
    bug: "the fee's asset assumed",
    caughtBy: 'O03',
    changes: [
      [
        "id: row.text('tradeId'), price: row.decimal('price'), size: row.decimal('qty'), fee: row.optionalDecimal('commission'), feeAsset: row.optionalText('commissionAsset'),",
        "id: row.text('tradeId'), price: row.decimal('price'), size: row.decimal('qty'), fee: row.optionalDecimal('commission'), feeAsset: 'USDT',",
      ],
    ],
  },
  {
    bug: 'the filled size read as the filled quote',
    caughtBy: 'O04',
    changes: [
      ["filledQuote: row.decimal('cummulativeQuoteQty'),", "filledQuote: row.decimal('executedQty'),"],
    ],
  },
  {
    bug: "a market buy's size sent as an amount of quote",
    caughtBy: 'O05',
    changes: [
      [
        SIZE,
        "[isLimit || order.orderSide === 'SELL' ? 'quantity' : 'quoteOrderQty']: isLimit || order.orderSide === 'SELL' ? this.instrument.size(order.size) : order.size.times(1000).toFixed(2),",
      ],
    ],
  },
  {
    bug: 'the size rounded up',
    caughtBy: 'O06',
    changes: [[SIZE, 'quantity: order.size.toDecimalPlaces(5, 0).toFixed(),']],
  },
  {
    bug: "the venue's minimum not looked at",
    caughtBy: 'O07',
    changes: [
      [ASSERT, 'this.assertOrder(order);'],
      [TRACKED_INSTRUMENT, ''],
    ],
  },
  {
    bug: 'an empty purse told as any refusal',
    caughtBy: 'O08',
    changes: [
      [
        "'-2010:insufficient balance': 'insufficient-balance',",
        "'-2010:insufficient balance': 'invalid-order',",
      ],
    ],
  },
  { bug: 'no client order id sent', caughtBy: 'O09', changes: [[CLIENT_ID, '']] },
  {
    bug: 'a fee read from another column of the event',
    caughtBy: 'O10',
    changes: [["fee: row.optionalDecimal('n'),", "fee: row.optionalDecimal('l'),"]],
  },
  {
    bug: 'a part taken for the whole',
    caughtBy: 'O11',
    changes: [
      ['PARTIALLY_FILLED: OrderStatus.PARTIALLY_FILLED,', 'PARTIALLY_FILLED: OrderStatus.COMPLETED,'],
    ],
  },
  {
    bug: 'fees asked for complete orders only',
    caughtBy: 'O12',
    changes: [
      [
        'fills: (order) => this.fetchFills(order),',
        "fills: async (order) => order.status === 'COMPLETED' ? this.fetchFills(order) : [],",
      ],
      [EVENT_FILLS, ''],
    ],
  },
  {
    bug: 'a cancel told without asking the venue',
    caughtBy: 'O13',
    changes: [[CANCEL, `${CANCEL} return { status: 'CANCELLED' };`]],
  },
  {
    bug: 'a refused cancel taken for a cancel',
    caughtBy: 'O14',
    changes: BELIEVE_CANCELLED,
  },
  {
    bug: 'a cancel without an id passed over in silence',
    caughtBy: 'O15',
    changes: [
      [
        'await this.orders.cancel(order,',
        'if (order.orderId === undefined) return; await this.orders.cancel(order,',
      ],
    ],
  },
  {
    bug: 'the second cancel an error',
    caughtBy: 'O16',
    changes: [
      [
        'await this.orders.cancel(order,',
        "if (!order.isOpen) throw new Error('is closed'); await this.orders.cancel(order,",
      ],
    ],
  },
  {
    bug: "the venue's words not read",
    caughtBy: 'O17',
    changes: [["message: 'msg',", "message: 'message',"]],
  },
  {
    bug: 'events of orders that are not acknowledged dropped',
    caughtBy: 'O18',
    changes: [
      [
        "? [readEvent(frame.at('event'))]",
        "&& this.orders.find(frame.text('event.i')) !== undefined ? [readEvent(frame.at('event'))]",
      ],
    ],
  },
  {
    bug: 'fills without an id',
    caughtBy: 'O19',
    changes: [["id: row.text('t'),", '']],
  },
  {
    bug: "the last fill's size read as the sum",
    caughtBy: 'O20',
    changes: [
      [
        "filledSize: row.decimal('z'), filledQuote: row.decimal('Z'),",
        "filledSize: row.decimal('l'), filledQuote: row.decimal('Y'),",
      ],
    ],
  },
  {
    bug: 'an unknown outcome told as a rejection',
    caughtBy: 'O21',
    changes: [[LOOK_UP, 'lookUp: () => Promise.resolve(undefined),']],
  },
  {
    bug: 'an order that is not there believed to be pending',
    caughtBy: 'O22',
    changes: [[LOOK_UP, lookUpTaking("error.kind === 'order-not-found'", "{ status: 'PENDING' }")]],
  },
  {
    bug: 'any error of a look-up taken for "no such order"',
    caughtBy: 'O23',
    changes: [[LOOK_UP, lookUpTaking('error.kind !== undefined', 'undefined')]],
  },
  { bug: 'a lost answer sent again', caughtBy: 'O21', changes: SENT_AGAIN },
  { bug: 'a lost answer sent again, on a bad day', caughtBy: 'O38', changes: SENT_AGAIN },
  {
    bug: 'a rate limit taken for a refusal',
    caughtBy: 'O24',
    changes: [["'-1003': 'rate-limit',", "'-1003': 'invalid-order',"]],
  },
  {
    bug: 'a wrong stamp taken for a refusal',
    caughtBy: 'O25',
    changes: [["'-1021': 'clock-skew',", "'-1021': 'invalid-order',"]],
  },
  {
    bug: 'a cancel that lost the race taken for a cancel',
    caughtBy: 'O26',
    changes: BELIEVE_CANCELLED,
  },
  {
    bug: 'the client order id kept on the connector',
    caughtBy: 'O27',
    changes: [
      [
        'const answer = await this.rest.post(',
        'this.clientOrderId = clientOrderId; await this.rest.get("/api/v3/ping"); const answer = await this.rest.post(',
      ],
      [CLIENT_ID, 'newClientOrderId: this.clientOrderId,'],
    ],
  },
  {
    bug: 'a copy of the order placed',
    caughtBy: 'O28',
    changes: [
      ['await this.orders.place(order,', 'await this.orders.place(new Order({ ...order }),'],
      ['type Order,', 'Order,'],
    ],
  },
  {
    bug: 'orders not validated',
    caughtBy: 'O29',
    changes: [
      [ASSERT, 'this.assertConnected();'],
      [TRACKED_INSTRUMENT, ''],
    ],
  },
  {
    bug: 'open orders forgotten by a restart',
    caughtBy: 'O30',
    changes: [
      ['state: this.state,', 'state: new SimpleState(),'],
      ['BaseExchange,', 'BaseExchange, SimpleState,'],
    ],
  },
  {
    bug: 'an accepted order told as partly filled',
    caughtBy: 'O31',
    changes: [['= { NEW: OrderStatus.PENDING,', '= { NEW: OrderStatus.PARTIALLY_FILLED,']],
  },
  {
    bug: 'a broken answer an untyped error',
    caughtBy: 'O32',
    changes: [
      ['return readBalances(answer);', 'return readBalances(answer);'],
      [
        'return this.fetchBalances();',
        "return this.fetchBalances().catch((error) => Promise.reject(new Error('no wallet', { cause: error })));",
      ],
    ],
  },
  {
    bug: 'sizes to four decimals',
    caughtBy: 'O34',
    changes: [[SIZE, 'quantity: order.size.toNumber().toFixed(4),']],
  },
  {
    bug: "the venue's own cancels not known",
    caughtBy: 'O35',
    changes: [['CANCELED: OrderStatus.CANCELLED,', 'CANCELED: OrderStatus.PENDING,']],
  },
  {
    bug: 'an order that is late given up',
    caughtBy: 'O36',
    changes: [[LOOK_UP, `${LOOK_UP} settleAfter: '1ms',`]],
  },
  {
    bug: 'nobody asks after an order once it is acknowledged',
    caughtBy: 'O37',
    changes: [
      [
        LOOK_UP,
        'lookUp: async (order) => order.orderId === undefined ? this.fetchOrder(order) : { status: order.status },',
      ],
    ],
  },
  {
    bug: 'an order that waits is sent although it was cancelled',
    caughtBy: 'O44',
    changes: [["encode: 'form', withdrawn }", "encode: 'form' }"]],
  },
  {
    bug: "the venue's word for an unknown outcome read as a refusal",
    caughtBy: 'O45',
    changes: [["'-1006': 'unavailable'", "'-1006': 'other'"]],
  },
  {
    bug: 'only the first page of an order’s fills is read',
    caughtBy: 'O42',
    changes: [["last: 'id', plus: 1, limit: 1000, first: '0'", "next: 'nothing', first: '0'"]],
  },
  {
    bug: 'only the first page of the open orders is read',
    caughtBy: 'O43',
    venue: 'okx_spot',
    changes: [["last: 'ordId', limit: 100", "next: 'nothing'"]],
  },
];
