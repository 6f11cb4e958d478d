import { literal } from '../../naming/literal.js';
import type { Endpoint, FieldName, Rows } from '../../../venues/index.js';
import { decimalCode, fieldOf, isBuyCode, requiredField, textCode, wordCode, type Field } from './fields.js';
import type { OrdersContext } from './orders.js';
import { readerCall, readerMapper } from './readers.js';
import { clientIdEntry, objectCode, reportEntries, reportSource } from './reports.js';
import { requestCode } from './request.js';
import { listCode, rowFields } from './rows.js';
import { commonScope } from './scopes.js';

export interface OpenOrdersView {
  readonly call: string;
  /** What the call gives, and the rows in it. */
  readonly answer: string;
  readonly rows: string;
  /** Whether what the call gives is the rows. */
  readonly isWhole: boolean;
  /** The venue's id in a row, where an order that was placed elsewhere cannot be made. */
  readonly id: string;
  /** What a row tells, and the function that reads it. */
  readonly report: string;
  readonly mapper: string;
  /** How an order that was placed elsewhere is made; undefined where rows say too little for it. */
  readonly foreign: ForeignOrderView | undefined;
}

interface ForeignOrderView {
  readonly isBuy: string;
  /** Undefined where rows do not tell the type: what is open is a limit order. */
  readonly isMarket: string | undefined;
  readonly size: string;
  readonly price: string;
  readonly clientOrderId: string | undefined;
}

export function openOrdersView(context: OrdersContext, endpoint: Endpoint): OpenOrdersView {
  const where = 'endpoints.open_orders';
  const { description, orders, readers } = context;
  const { response } = endpoint;
  const fields = rowFields(response);
  const entries = reportEntries('row', reportSource(response, fields, orders, where));
  const clientId = clientIdEntry('row', fields);
  const reader = readers.reader(
    'readOpenOrder',
    'OrderReport',
    readers.extended(objectCode(entries), clientId),
    endpoint.request,
  );
  const answer = endpoint.pages === undefined ? 'answer' : 'rows';
  const rows = `${answer === 'rows' ? 'rows' : listCode('answer', response)}${marketFilter(endpoint)}`;
  return {
    call: requestCode(endpoint, commonScope(description), where),
    answer,
    rows,
    isWhole: rows === answer,
    id: textCode('row', requiredField(fields, 'order_id', where)),
    report: readerCall(reader, 'row'),
    mapper: readerMapper(reader),
    foreign: foreignView(context, response, clientId[0]?.[1]),
  };
}

/** Where the venue lists the orders of all markets. */
function marketFilter({ request, params, response }: Endpoint): string {
  const symbol = fieldOf(response.fields, 'symbol');
  if (symbol === undefined || JSON.stringify([request, params ?? {}]).includes('{symbol')) return '';
  return `.filter((row) => ${textCode('row', symbol)} === this.market)`;
}

function foreignView(
  { orders }: OrdersContext,
  response: Rows,
  clientOrderId: string | undefined,
): ForeignOrderView | undefined {
  const side = anywhere(response, 'side');
  const isBuy = side
    ? wordCode('row', side.paths[0], (side.sides ?? orders.sides).buy)
    : isBuyCode('row', response.fields, orders.sides);
  const type = anywhere(response, 'type');
  const size = anywhere(response, 'size');
  const price = anywhere(response, 'price');
  if (isBuy === undefined || size === undefined || price === undefined) return undefined;
  return {
    isBuy,
    isMarket: type && `${textCode('row', type)} === ${literal(orders.types.market)}`,
    size: decimalCode('row', size),
    price: decimalCode('row', price),
    clientOrderId,
  };
}

/** A field that is mapped, or one that the description knows for the sake of other clients. */
function anywhere(response: Rows, name: FieldName): Field | undefined {
  const path = Object.entries(response.also ?? {}).find(([, field]) => field === name)?.[0];
  return fieldOf(response.fields, name) ?? (path === undefined ? undefined : fieldOf({ [name]: path }, name));
}
