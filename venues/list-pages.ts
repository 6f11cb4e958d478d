import { isRecord } from './paths.js';
import type { Finding } from './problem.js';
import type { Endpoint, ServedEndpoint } from './schema/endpoints.js';
import type { FieldName, Rows } from './schema/fields.js';
import type { FieldMapping } from './schema/values.js';
import type { VenueDescription } from './schema/venue.js';
import { placeholders } from './templates.js';

/** Lists in pages: only lists have them, the request takes the cursor, and what names the next page is known. */
export function listPages({
  endpoints,
  serves,
}: Pick<VenueDescription, 'endpoints' | 'serves'>): readonly Finding[] {
  return [
    ...Object.entries(endpoints).flatMap(([name, endpoint]) =>
      endpoint === undefined ? [] : listFindings(endpoint, endpoint.params, ['endpoints', name]),
    ),
    // Nobody of ours asks for these: it is enough that the venue takes the cursor.
    ...serves.flatMap((endpoint, index) =>
      listFindings(endpoint, { ...endpoint.params, ...endpoint.accepts }, ['serves', String(index)]),
    ),
  ];
}

function listFindings(
  endpoint: VenueDescription['endpoints']['candles'] | Endpoint | ServedEndpoint,
  sent: Endpoint['params'],
  at: readonly string[],
): readonly Finding[] {
  if (!('pages' in endpoint) || endpoint.pages === undefined)
    return asksByCursor([endpoint.params, endpoint.accepts])
      ? [[[...at, 'params'], 'ask by {cursor}, but no pages say where it comes from']]
      : [];
  return pageFindings(endpoint.response, sent, endpoint.pages).map(([key, message]) => [
    [...at, 'pages', ...key],
    message,
  ]);
}

/** The field that a list's rows have at the path that its pages go on from. */
export function lastField({ fields, also = {} }: Rows, path: string): FieldName | undefined {
  let field: FieldName;
  for (field in fields) {
    const mapping = fields[field];
    if (mapping !== undefined && pathOf(mapping) === path) return field;
  }
  const other = also[path];
  return typeof other === 'string' ? other : undefined;
}

function pageFindings(
  response: Rows | undefined,
  sent: Endpoint['params'],
  { next, encoded, limit, default: usual }: NonNullable<Endpoint['pages']>,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (response?.items === undefined) findings.push([[], 'is for lists; give response.items']);
  if (!asksByCursor([sent]))
    findings.push([[], 'is given, but no parameter takes {cursor}; add it to params']);
  if (usual !== undefined && usual > limit)
    findings.push([['default'], `is ${usual}, more than the limit of ${limit}`]);
  if (encoded === true && typeof next !== 'string')
    findings.push([['encoded'], 'is for a cursor that answers give; drop it, or give next as its path']);
  if (typeof next === 'object' && 'last' in next) {
    if (response?.key !== undefined)
      findings.push([
        ['next', 'last'],
        'is for rows in a list; rows under names are counted: { count: rows }',
      ]);
    else if (response !== undefined && lastField(response, next.last) === undefined)
      findings.push([
        ['next', 'last'],
        `is ${next.last}, which no field of the rows reads; name a mapped one, such as the order_id's`,
      ]);
  }
  return findings;
}

function asksByCursor(value: unknown): boolean {
  if (typeof value === 'string') return placeholders(value).some(({ name }) => name === 'cursor');
  if (Array.isArray(value)) return value.some(asksByCursor);
  return isRecord(value) && Object.values(value).some(asksByCursor);
}

function pathOf(mapping: FieldMapping): string | undefined {
  if (typeof mapping === 'string') return mapping;
  return 'path' in mapping ? mapping.path : undefined;
}
