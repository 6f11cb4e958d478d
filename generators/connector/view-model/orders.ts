import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import type { Endpoint, OrdersDescription, Rows, VenueDescription } from '../../../venues/index.js';
import { conversionView, placeScope, type ConversionView } from './conversion.js';
import { objectLiteral, text } from './expression.js';
import { fieldOf, optionalTextCode, textCode } from './fields.js';
import { identifiersIn } from './identifiers.js';
import { openOrdersView, type OpenOrdersView } from './open-orders.js';
import { orderEventsView, type OrderEventsView } from './order-events.js';
import { readerCall, readerMapper, Readers, type ReaderView } from './readers.js';
import { fillEntries, objectCode, reportEntries, reportSource } from './reports.js';
import { requestCode } from './request.js';
import { listCode, placedFields, rowFields } from './rows.js';
import { commonScope, orderScope, submittedScope } from './scopes.js';
import { statusTables, type StatusTableView } from './statuses.js';

export interface OrdersView {
  readonly clientId: string;
  readonly statusTables: readonly StatusTableView[];
  readonly place: CallView & { readonly report: string };
  /** What a market order is priced by, where the venue does not take one by its size alone. */
  readonly conversion: ConversionView | undefined;
  /** `report` undefined: the answer says no more than that the request arrived. */
  readonly cancel: CallView & { readonly report: string | undefined };
  readonly lookUp: LookUpView;
  readonly open: OpenOrdersView | undefined;
  readonly fills: { readonly call: string; readonly answer: string; readonly rows: string } | undefined;
  readonly events: OrderEventsView | undefined;
  readonly readers: readonly ReaderView[];
}

interface CallView {
  readonly call: string;
  /** `const isLimit = …;` for each of the questions that the call asks. */
  readonly questions: readonly string[];
}

interface LookUpView extends CallView {
  /** The row of the answer, where it stands in a list that may be empty. */
  readonly firstRow: string | undefined;
  readonly report: string;
  /** Whether it may say that there is no such order by saying nothing. */
  readonly maySayNothing: boolean;
  /** The list that has the orders which are not found by their client id any more. */
  readonly finished: InListView | undefined;
  /** The list that has an order whose id the venue has not told yet. */
  readonly listed: InListView | undefined;
}

interface InListView {
  readonly call: string;
  /** What the call gives, and the row in it; undefined where that is the row. */
  readonly answer: string;
  readonly row: string | undefined;
  readonly report: string;
}

/** What the parts of an order's life have in common. */
export interface OrdersContext {
  readonly description: VenueDescription;
  readonly orders: OrdersDescription;
  readonly readers: Readers;
}

export function ordersView(description: VenueDescription): OrdersView {
  const { orders, endpoints } = description;
  if (orders === undefined) throw new UserError('orders: is missing; a live venue needs it');
  const context = { description, orders, readers: new Readers() };
  const lookUp = lookUpView(context, needed(endpoints.get_order, 'get_order'));
  const place = placeView(context, needed(endpoints.place_order, 'place_order'));
  const cancel = cancelView(context, needed(endpoints.cancel_order, 'cancel_order'));
  const open = endpoints.open_orders && openOrdersView(context, endpoints.open_orders);
  const fills = endpoints.order_fills && fillsView(context, endpoints.order_fills);
  const events = orderEventsView(context);
  return {
    clientId: clientIdCode(orders),
    statusTables: statusTables(description),
    place,
    conversion: conversionView(orders),
    cancel,
    lookUp,
    open,
    fills,
    events,
    readers: context.readers.inOrder,
  };
}

function needed(endpoint: Endpoint | undefined, name: string): Endpoint {
  if (endpoint === undefined) throw new UserError(`endpoints.${name}: is missing; a live venue needs it`);
  return endpoint;
}

function lookUpView({ description, orders, readers }: OrdersContext, endpoint: Endpoint): LookUpView {
  const where = 'endpoints.get_order';
  const { response } = endpoint;
  const listed = inListView({ description, orders, readers }, 'listed_orders');
  const scope = orderScope(description, KNOWN_CLIENT_ID);
  const call = requestCode(endpoint, listed ? { ...scope, order_id: text('order.orderId') } : scope, where);
  const { place, fields } =
    response.items === undefined ? placedFields(response.fields) : { place: '', fields: rowFields(response) };
  const source = reportSource(response, fields, orders, where);
  const told = objectCode(reportEntries('row', source));
  const reader = readers.reader(
    'readOrder',
    'OrderReport',
    readers.extended(told, nestedFills({ description, orders, readers }, endpoint, place, where)),
    endpoint.request,
  );
  const items = response.items ?? /^(.*)\[0\]$/.exec(place)?.[1];
  const finished = inListView({ description, orders, readers }, 'finished_orders');
  const maySayNothing = items !== undefined || finished !== undefined || listed !== undefined;
  const asks = { call, questions: questions(call), finished, listed, maySayNothing };
  const asksByClientId = listed !== undefined || call.includes(KNOWN_CLIENT_ID);
  if (items === undefined) {
    if (!asksByClientId) throw new UserError(`${where}: ${NEEDS_CLIENT_ID}`);
    const row = place === '' ? 'answer' : `answer.at(${literal(place)})`;
    return { ...asks, firstRow: undefined, report: readerCall(reader, row) };
  }
  const rows = listCode('answer', { items, key: response.key });
  const found = readerCall(reader, 'row');
  const report =
    finished === undefined ? `row && ${found}` : `row ? ${found} : this.fetchFinishedOrder(order)`;
  if (asksByClientId) return { ...asks, firstRow: `const [row] = ${rows};`, report };
  const clientId = fieldOf(fields, 'client_order_id');
  if (clientId === undefined) throw new UserError(`${where}: ${NEEDS_CLIENT_ID}`);
  const condition = `${optionalTextCode('each', clientId)} === order.clientOrderId`;
  return { ...asks, firstRow: `const row = ${rows}.find((each) => ${condition});`, report };
}

/** The fills that stand inside an order's row. */
function nestedFills(
  { orders, readers }: OrdersContext,
  { request, response: { fills } }: Endpoint,
  place: string,
  where: string,
): readonly (readonly [name: string, code: string])[] {
  if (fills === undefined) return [];
  const source = reportSource(fills, rowFields(fills), orders, `${where}.fills`);
  const reader = readers.reader('readOrderFill', 'Fill', objectCode(fillEntries('row', source)), request);
  const items = place === '' ? fills.items : fills.items.slice(place.length).replace(/^\./, '');
  return [['fills', `${listCode('row', { ...fills, items })}.map(${readerMapper(reader, 'symbol')})`]];
}

/** An order in a list of orders, by its client id. */
function inListView(
  { description, orders, readers }: OrdersContext,
  name: 'finished_orders' | 'listed_orders',
): InListView | undefined {
  const where = `endpoints.${name}`;
  const endpoint = description.endpoints[name];
  if (endpoint === undefined) return undefined;
  const fields = rowFields(endpoint.response);
  const clientId = fieldOf(fields, 'client_order_id');
  if (clientId === undefined)
    throw new UserError(`${where}: client_order_id is missing; orders are found by it`);
  const entries = reportEntries('row', reportSource(endpoint.response, fields, orders, where));
  const reader = readers.reader(READERS[name], 'OrderReport', objectCode(entries), endpoint.request);
  const condition = `${optionalTextCode('each', clientId)} === order.clientOrderId`;
  // A listed order's id is what is looked for; a finished one may be asked for by its client id.
  const scope =
    name === 'listed_orders'
      ? { ...commonScope(description), ...submittedScope(description) }
      : orderScope(description, KNOWN_CLIENT_ID);
  const call = requestCode(endpoint, scope, where);
  const report = `row && ${readerCall(reader, 'row')}`;
  if (endpoint.pages !== undefined) {
    const find = call.replace('allRows(', 'findRow(').replace(/\)$/, `, (each) => ${condition})`);
    return { answer: 'row', call: find, row: undefined, report };
  }
  const row = `${listCode('answer', endpoint.response)}.find((each) => ${condition})`;
  return { answer: 'answer', call, row, report };
}

const READERS = { finished_orders: 'readFinishedOrder', listed_orders: 'readOrder' } as const;

function placeView(context: OrdersContext, endpoint: Endpoint): OrdersView['place'] {
  const where = 'endpoints.place_order';
  const { description, orders, readers } = context;
  const call = requestCode(endpoint, placeScope(description, orders), where);
  const { fills } = endpoint.response;
  const report = reportCode(context, endpoint, where);
  const asks = { call, questions: questions(`${call} ${conversionView(orders)?.step ?? ''}`) };
  if (fills === undefined) return { ...asks, report };
  const source = reportSource(fills, rowFields(fills), orders, `${where}.fills`);
  const reader = readers.reader('readFill', 'Fill', objectCode(fillEntries('row', source)), endpoint.request);
  const base = report.startsWith('{') ? report.slice(1, -1).trim() : `...${report}`;
  const list = `${listCode('answer', fills)}.map(${readerMapper(reader)})`;
  return { ...asks, report: `{ ${base}, fills: ${list} }` };
}

function cancelView(context: OrdersContext, endpoint: Endpoint): OrdersView['cancel'] {
  const where = 'endpoints.cancel_order';
  const call = requestCode(endpoint, orderScope(context.description, KNOWN_CLIENT_ID), where);
  const isTold = endpoint.response.fields.status !== undefined;
  return {
    call,
    questions: questions(call),
    report: isTold ? reportCode(context, endpoint, where) : undefined,
  };
}

/** A report over `answer`: by a reader where one fits, else written out. */
function reportCode({ orders, readers }: OrdersContext, endpoint: Endpoint, where: string): string {
  const { response } = endpoint;
  const { place, fields } = placedFields(response.fields);
  const row = place === '' ? 'answer' : `answer.at(${literal(place)})`;
  const placed = objectCode(reportEntries('row', reportSource({}, fields, orders, where)));
  const shared = readers.find('OrderReport', placed, endpoint.request);
  if (shared !== undefined) return readerCall(shared, row);
  const value = objectCode(reportEntries('answer', reportSource(response, response.fields, orders, where)));
  return value.replaceAll(/\bsymbol\.(base|quote)\b/g, 'this.symbol.$1');
}

function fillsView({ description, orders, readers }: OrdersContext, endpoint: Endpoint): OrdersView['fills'] {
  const where = 'endpoints.order_fills';
  const { response } = endpoint;
  const call = requestCode(endpoint, orderScope(description, KNOWN_CLIENT_ID), where);
  const source = reportSource(response, rowFields(response), orders, where);
  const reader = readers.reader(
    'readTrade',
    'Fill',
    objectCode(fillEntries('row', source)),
    endpoint.request,
  );
  const answer = endpoint.pages === undefined ? 'answer' : 'rows';
  const rows = answer === 'rows' ? 'rows' : listCode('answer', response);
  return { call, answer, rows: `${rows}${orderFilter(call, response)}.map(${readerMapper(reader)})` };
}

/** Where the venue lists the fills of all orders. */
function orderFilter(call: string, { fields }: Rows): string {
  const id = fieldOf(fields, 'order_id');
  return id === undefined || call.includes('order.')
    ? ''
    : `.filter((row) => ${textCode('row', id)} === order.orderId)`;
}

function questions(call: string): string[] {
  const asked = identifiersIn(call);
  return QUESTIONS.filter(([name]) => asked.has(name)).map(([name, code, opposite]) =>
    asked.has(opposite) && name > opposite ? `const ${name} = !${opposite};` : `const ${name} = ${code};`,
  );
}

const KNOWN_CLIENT_ID = 'knownId(order.clientOrderId)';
const NEEDS_CLIENT_ID =
  'must ask by {client_order_id}, or list orders with their client_order_id: an order whose answer was lost is found in no other way';

const QUESTIONS = [
  ['isLimit', 'order.orderType === OrderType.LIMIT', 'isMarket'],
  ['isMarket', 'order.orderType === OrderType.MARKET', 'isLimit'],
  ['isBuy', 'order.orderSide === OrderSide.BUY', 'isSell'],
  ['isSell', 'order.orderSide === OrderSide.SELL', 'isBuy'],
] as const;

function clientIdCode({ client_id: { charset, length, prefix } }: OrdersDescription): string {
  const entries: (readonly [string, string])[] = [
    ['charset', literal(charset)],
    ['length', literal(length)],
  ];
  if (prefix !== undefined) entries.push(['prefix', literal(prefix)]);
  return objectLiteral(entries) ?? '';
}
