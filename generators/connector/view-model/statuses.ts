import { literal } from '../../naming/literal.js';
import type { OrderStatusName, StatusCase, VenueDescription } from '../../../venues/index.js';
import { statusPattern } from '../../../venues/status-words.js';
import { propertyKey } from './expression.js';
import { argument, fieldOf, type Field } from './fields.js';

/** `const STATUSES: … = { NEW: OrderStatus.PENDING, … }` */
export interface StatusTableView {
  readonly name: string;
  readonly entries: readonly string[];
}

/** A row's status as code: from the table of the place's words, or from its flags. */
export function statusCode(row: string, field: Field | undefined, where: string): string {
  if (field === undefined) return 'OrderStatus.PENDING';
  if (field.cases !== undefined) return casesCode(row, field.cases);
  return `${row}.oneOf(${argument(field.paths[0])}, ${tableName(field, where)})`;
}

/** The tables that `statusCode` asks for. */
export function statusTables(description: VenueDescription): StatusTableView[] {
  const { endpoints, streams, orders } = description;
  const places = [
    ...ORDER_ENDPOINTS.map((name) => [endpoints[name]?.response.fields ?? {}, `endpoints.${name}`] as const),
    [streams.orders?.frame.rows.fields ?? {}, 'streams.orders'] as const,
  ];
  const tables = new Map<string, StatusTableView>();
  for (const [fields, where] of places) {
    const field = fieldOf(fields, 'status');
    if (field === undefined || field.cases !== undefined) continue;
    const name = tableName(field, where);
    tables.set(name, { name, entries: entriesOf(field.statuses ?? orders?.statuses ?? {}) });
  }
  return [...tables.values()];
}

const ORDER_ENDPOINTS = ['place_order', 'cancel_order', 'get_order', 'open_orders'] as const;

function tableName({ statuses }: Field, where: string): string {
  if (statuses === undefined) return 'STATUSES';
  if (where.startsWith('streams')) return 'EVENT_STATUSES';
  return `${where.replace(/^endpoints\./, '').toUpperCase()}_STATUSES`;
}

function entriesOf(statuses: Readonly<Record<string, OrderStatusName>>): string[] {
  const patterns = new Map(Object.entries(statuses).map(([word, ours]) => [statusPattern(word), ours]));
  return [...patterns].map(([theirs, ours]) => `${propertyKey(theirs)}: OrderStatus.${ours}`);
}

/** What an earlier case has ruled out is not asked again, and nothing is asked for the last one. */
function casesCode(row: string, cases: readonly StatusCase[]): string {
  const [first, ...others] = cases;
  if (first === undefined) return 'OrderStatus.PENDING';
  if (others.length === 0) return `OrderStatus.${first.is}`;
  const flags = Object.entries(first.if);
  const conditions = flags.map(([path, flag]) => `${flag ? '' : '!'}${row}.flag(${literal(path)})`);
  const [only] = flags;
  const rest = flags.length === 1 && only !== undefined ? others.map((one) => without(one, only)) : others;
  return `${conditions.join(' && ')} ? OrderStatus.${first.is} : ${casesCode(row, rest)}`;
}

function without(one: StatusCase, [path, flag]: readonly [string, boolean]): StatusCase {
  return {
    ...one,
    if: Object.fromEntries(Object.entries(one.if).filter(([name, value]) => name !== path || value === flag)),
  };
}
