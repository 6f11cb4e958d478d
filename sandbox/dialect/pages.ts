import { lastField, type Endpoint, type FieldName, type ServedEndpoint } from '../../venues/index.js';
import { refused, type Answer } from './answer.js';
import type { Asked } from './asked.js';
import type { Row } from './facts.js';
import { rowsBy } from './row-groups.js';
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

/** The pages that were asked for: of groups each has its own. */
export function pagesOfRows(
  answer: Rows,
  asked: Asked,
  endpoint: Endpoint | ServedEndpoint,
  writing: WriteContext,
): Answer {
  const groups = 'groups' in endpoint ? endpoint.groups : undefined;
  if (groups === undefined) return pageOfRows(answer, asked, endpoint, writing);
  const pages = rowsBy(answer.rows, groups.by).map((rows) => pageOfRows({ rows }, asked, endpoint, writing));
  return (
    pages.find((page) => 'refused' in page) ?? {
      rows: pages.flatMap((page) => ('rows' in page ? page.rows : [])),
    }
  );
}

/** The page that was asked for, and what stands for the next one, where more follow. */
function pageOfRows(
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
  return end < all.length ? { ...page, next: nextCursor(page.rows, end, place) } : page;
}

/** How a list's rows follow each other: as the request wants it, or as the venue does by itself. */
export function orderOf({ response }: Endpoint | ServedEndpoint, { sort }: Asked): Order {
  return sort ?? response?.order ?? 'ascending';
}

type Order = NonNullable<Asked['sort']>;

/**
 * What stands for the next page: the row that this one ends with, so that rows which come meanwhile move nothing; of rows
 * without an id it is how many came before.
 */
function nextCursor(rows: readonly Row[], end: number, { endpoint, writing }: Place): string {
  const field = idField(endpoint);
  const fact = field && rows.at(-1)?.facts[field];
  return field === undefined || fact === undefined
    ? String(end)
    : String(wireValue(field, fact, undefined, writing));
}

function idField({ response }: Endpoint | ServedEndpoint): FieldName | undefined {
  const { fields = {} } = response ?? {};
  return (['fill_id', 'order_id'] as const).find((field) => field in fields);
}

/** The document with what tells of the next page. */
export function withNextPage(
  document: unknown,
  next: string | undefined,
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
  if (typeof next === 'string') return rowAfter(rows, cursor, place);
  if ('last' in next) return rowBehind(rows, cursor, next, place);
  if (!COUNT.test(cursor)) return undefined;
  const count = Number(cursor);
  if (next.count === 'rows') return count;
  const page = count - firstPage(pages);
  return page < 0 ? undefined : page * place.limit;
}

/** The row after the one that an answer's cursor names; undefined where no answer has given it. */
function rowAfter(rows: readonly Row[], cursor: string, place: Place): number | undefined {
  const { endpoint, pages } = place;
  const named = pages.encoded === true ? TWICE.exec(cursor)?.[1] : cursor;
  const field = idField(endpoint);
  if (named === undefined) return undefined;
  if (field === undefined) return COUNT.test(named) ? Number(named) : undefined;
  return behind(rows, named, field, undefined, place);
}

/**
 * Behind the row that is named, also where it is not in the list; with `plus` at the first row that is not before it.
 * What is no id gives the first page, as nothing does.
 */
function rowBehind(
  rows: readonly Row[],
  cursor: string,
  { last, plus }: Extract<Pages['next'], { readonly last: string }>,
  place: Place,
): number {
  const { response } = place.endpoint;
  const field = response && lastField(response, last);
  return (field && behind(rows, cursor, field, plus, place)) ?? 0;
}

function behind(
  rows: readonly Row[],
  cursor: string,
  field: FieldName,
  plus: 1 | -1 | undefined,
  { writing, order }: Place,
): number | undefined {
  const values = rows.map(({ facts }) => String(wireValue(field, facts[field], undefined, writing)));
  const named = values.indexOf(cursor);
  if (named >= 0) return plus === undefined ? named + 1 : named;
  const compared = rowNumbers(rows, cursor, field, writing);
  if (compared === undefined) return undefined;
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
function cursorText(cursor: string, { encoded }: Pages): string {
  return encoded === true ? encodeURIComponent(`${cursor}:${cursor}`) : cursor;
}

const COUNT = /^\d{1,9}$/;
const TWICE = /^([^:]+):\1$/;

function pagesOf(endpoint: Endpoint | ServedEndpoint): Endpoint['pages'] {
  return 'pages' in endpoint ? endpoint.pages : undefined;
}
