import { lastField, type Endpoint, type ServedEndpoint } from '../../venues/index.js';
import { refused, type Answer } from './answer.js';
import type { Asked } from './asked.js';
import type { Row } from './facts.js';
import { rowNumbers } from './row-numbers.js';
import { replaceAt } from './write-rows.js';
import { wireValue, type WriteContext } from './write-value.js';

type Rows = Extract<Answer, { readonly rows: unknown }>;
type Pages = NonNullable<Endpoint['pages']>;

/** A request for a list in pages asks for one of them, not for the newest rows: its limit is the page's. */
export function wholeList(asked: Asked, endpoint: Endpoint | ServedEndpoint): Asked {
  if (pagesOf(endpoint) === undefined) return asked;
  const { limit: _, ...rest } = asked;
  return rest;
}

/** The page that was asked for, and how many rows those up to its end had, where more follow. */
export function pageOfRows(
  answer: Rows,
  asked: Asked,
  endpoint: Endpoint | ServedEndpoint,
  writing: WriteContext,
): Answer {
  const pages = pagesOf(endpoint);
  if (pages === undefined) return answer;
  const limit = Math.min(asked.limit ?? pages.default ?? pages.limit, pages.limit);
  const place = { pages, limit, writing, endpoint, order: orderOf(endpoint, asked) };
  const all = newerRows(answer.rows, asked.newerThan, place);
  const from =
    asked.cursor === undefined ? withoutCursor(all, pages, limit) : firstRow(all, asked.cursor, place);
  if (from === undefined)
    return refused('bad_parameter', `cursor ${JSON.stringify(asked.cursor?.slice(0, 60))}`);
  const end = from + limit;
  const number = Math.floor(from / limit) + firstPage(pages);
  const page = { ...answer, rows: all.slice(from, end), total: all.length, page: { number, size: limit } };
  return end < all.length ? { ...page, next: end } : page;
}

/** How a list's rows follow each other: as the request wants it, or as the venue does by itself. */
export function orderOf({ response }: Endpoint | ServedEndpoint, { sort }: Asked): Order {
  return sort ?? response?.order ?? 'ascending';
}

type Order = NonNullable<Asked['sort']>;

/** The document with what tells of the next page. */
export function withNextPage(
  document: unknown,
  next: number | undefined,
  endpoint: Endpoint | ServedEndpoint,
): unknown {
  const pages = pagesOf(endpoint);
  if (pages === undefined) return document;
  const written =
    typeof pages.next === 'string'
      ? replaceAt(document, pages.next, next === undefined ? '' : cursorText(next, pages))
      : document;
  return pages.more === undefined ? written : replaceAt(written, pages.more, next !== undefined);
}

interface Place {
  readonly pages: Pages;
  readonly limit: number;
  readonly endpoint: Endpoint | ServedEndpoint;
  readonly writing: WriteContext;
  readonly order: Order;
}

/** A venue that wants a first cursor lists the newest rows without one. */
function withoutCursor(rows: readonly Row[], { first }: Pages, limit: number): number {
  return first === undefined ? 0 : Math.max(0, rows.length - limit);
}

/** Which row a page begins with; undefined where the cursor is none of this list's. */
function firstRow(rows: readonly Row[], cursor: string, place: Place): number | undefined {
  const { pages } = place;
  const { next } = pages;
  if (typeof next !== 'string' && 'last' in next) return rowBehind(rows, cursor, next, place);
  const [, counted = ''] = COUNTED.exec(cursor) ?? [];
  if (
    counted === '' ||
    (typeof next === 'string' && cursor !== decodeURIComponent(cursorText(Number(counted), pages)))
  )
    return undefined;
  const count = Number(counted);
  if (typeof next === 'string' || next.count === 'rows') return count;
  const page = count - firstPage(pages);
  return page < 0 ? undefined : page * place.limit;
}

/**
 * Behind the row that is named, also where it is not in the list; with `plus` at the first row that is not before it.
 * What is no id gives the first page, as nothing does.
 */
function rowBehind(
  rows: readonly Row[],
  cursor: string,
  { last, plus }: Extract<Pages['next'], { readonly last: string }>,
  { endpoint, writing, order }: Place,
): number {
  const field = endpoint.response && lastField(endpoint.response, last);
  if (field === undefined) return 0;
  const values = rows.map(({ facts }) => String(wireValue(field, facts[field], undefined, writing)));
  const named = values.indexOf(cursor);
  if (named >= 0) return plus === undefined ? named + 1 : named;
  const compared = rowNumbers(rows, cursor, field, writing);
  if (compared === undefined) return 0;
  const index = compared.numbers.findIndex((number) =>
    order === 'ascending' ? number > compared.named : number < compared.named,
  );
  return index < 0 ? rows.length : index;
}

/** Only what came after the row that is named: an order or a fill. */
function newerRows(
  rows: readonly Row[],
  id: string | undefined,
  { endpoint, writing }: Place,
): readonly Row[] {
  if (id === undefined) return rows;
  const { fields = {} } = endpoint.response ?? {};
  const compared = rowNumbers(rows, id, 'fill_id' in fields ? 'fill_id' : 'order_id', writing);
  if (compared === undefined) return rows;
  return rows.filter((_, index) => (compared.numbers[index] ?? 0n) > compared.named);
}

function firstPage({ next }: Pages): number {
  return typeof next !== 'string' && 'count' in next && next.count === 'pages' ? (next.from ?? 1) : 1;
}

/** A cursor that is given percent-encoded has something to encode. */
function cursorText(count: number, { encoded }: Pages): string {
  return encoded === true ? encodeURIComponent(`${count}:${count}`) : String(count);
}

const COUNTED = /^(\d{1,9})(?::\d{1,9})?$/;

function pagesOf(endpoint: Endpoint | ServedEndpoint): Endpoint['pages'] {
  return 'pages' in endpoint ? endpoint.pages : undefined;
}
