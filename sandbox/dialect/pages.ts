import { lastField, type Endpoint, type ServedEndpoint } from '../../venues/index.js';
import { refused, type Answer } from './answer.js';
import type { Asked } from './asked.js';
import type { Row } from './facts.js';
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
  const from =
    asked.cursor === undefined
      ? withoutCursor(answer.rows, pages, limit)
      : firstRow(answer.rows, asked.cursor, { pages, limit, endpoint, writing });
  if (from === undefined)
    return refused('bad_parameter', `cursor ${JSON.stringify(asked.cursor?.slice(0, 60))}`);
  const end = from + limit;
  const rows = answer.rows.slice(from, end);
  return end < answer.rows.length ? { ...answer, rows, next: end } : { ...answer, rows };
}

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
}

/** A venue that wants a first cursor lists the newest rows without one. */
function withoutCursor(rows: readonly Row[], { first }: Pages, limit: number): number {
  return first === undefined ? 0 : Math.max(0, rows.length - limit);
}

/** Which row a page begins with; undefined where the cursor is none of this list's. */
function firstRow(rows: readonly Row[], cursor: string, place: Place): number | undefined {
  const { next } = place.pages;
  if (typeof next !== 'string' && 'last' in next) return rowBehind(rows, cursor, next, place);
  const [, counted = ''] = COUNTED.exec(cursor) ?? [];
  if (
    counted === '' ||
    (typeof next === 'string' && cursor !== decodeURIComponent(cursorText(Number(counted), place.pages)))
  )
    return undefined;
  const count = Number(counted);
  if (typeof next === 'string' || next.count === 'rows') return count;
  const page = count - (next.from ?? 1);
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
  { endpoint, writing }: Place,
): number {
  const field = endpoint.response && lastField(endpoint.response, last);
  if (field === undefined) return 0;
  const values = rows.map(({ facts }) => String(wireValue(field, facts[field], undefined, writing)));
  const named = values.indexOf(cursor);
  if (named >= 0) return plus === undefined ? named + 1 : named;
  if (![cursor, ...values].every((value) => /^\d{1,30}$/.test(value))) return 0;
  const rises = endpoint.response?.order !== 'descending';
  const index = values.findIndex((value) =>
    rises ? BigInt(value) > BigInt(cursor) : BigInt(value) < BigInt(cursor),
  );
  return index < 0 ? rows.length : index;
}

/** A cursor that is given percent-encoded has something to encode. */
function cursorText(count: number, { encoded }: Pages): string {
  return encoded === true ? encodeURIComponent(`${count}:${count}`) : String(count);
}

const COUNTED = /^(\d{1,9})(?::\d{1,9})?$/;

function pagesOf(endpoint: Endpoint | ServedEndpoint): Endpoint['pages'] {
  return 'pages' in endpoint ? endpoint.pages : undefined;
}
