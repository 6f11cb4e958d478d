import type { Endpoint, ServedEndpoint } from '../../venues/index.js';
import type { Answer } from './answer.js';
import type { Asked } from './asked.js';
import { replaceAt } from './write-rows.js';

type Rows = Extract<Answer, { readonly rows: unknown }>;

/** The page that was asked for, and how many rows those up to its end had, where more follow. */
export function pageOfRows(answer: Rows, asked: Asked, endpoint: Endpoint | ServedEndpoint): Rows {
  const pages = pagesOf(endpoint);
  if (pages === undefined) return answer;
  const from = asked.cursor ?? 0;
  const end = from + Math.min(asked.limit ?? pages.limit, pages.limit);
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
  const written = replaceAt(document, pages.next, next === undefined ? '' : String(next));
  return pages.more === undefined ? written : replaceAt(written, pages.more, next !== undefined);
}

function pagesOf(endpoint: Endpoint | ServedEndpoint): Endpoint['pages'] {
  return 'pages' in endpoint ? endpoint.pages : undefined;
}
