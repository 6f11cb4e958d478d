import { FIELD_KINDS } from './field-kinds.js';
import { nearest } from './nearest.js';
import { isRecord } from './paths.js';
import { placeholders } from './templates.js';
import type { VenueDescription } from './schema/venue.js';
import type { Finding } from './problem.js';

/** What status words, client ids that are numbers, and signed amounts need. */
export function orderTerms(description: VenueDescription): readonly Finding[] {
  return [...statusWords(description, []), ...numberIds(description), ...signedAmounts(description)];
}

/** What a status word holds besides text are values of the order. */
function statusWords(value: unknown, path: readonly string[]): readonly Finding[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => statusWords(item, [...path, String(index)]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, key];
    if (key !== 'statuses' || !isRecord(item)) return statusWords(item, here);
    return Object.keys(item).flatMap((word) => wordFindings(word, [...here, word]));
  });
}

function wordFindings(word: string, path: readonly string[]): readonly Finding[] {
  if (/^[*{]/.test(word))
    return [[path, 'begins with what varies; give the text that every such status begins with']];
  return placeholders(word).flatMap(({ name }): readonly Finding[] => {
    if (Object.hasOwn(FIELD_KINDS, name)) return [];
    const [best] = nearest(name, Object.keys(FIELD_KINDS), 1);
    return [
      [path, `{${name}} is no field of an order${best === undefined ? '' : `; did you mean {${best}}?`}`],
    ];
  });
}

/** An id that is sent as a number comes back as one: it must be exact in a double. */
function numberIds({ endpoints, orders }: VenueDescription): readonly Finding[] {
  const { charset, length } = orders?.client_id ?? {};
  if (charset === undefined || length === undefined) return [];
  if (charset === '0-9' && length <= EXACT_DIGITS) return [];
  return Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] =>
    JSON.stringify(endpoint?.params ?? {}).includes('{client_order_id|number}')
      ? [
          [
            ['endpoints', name, 'params'],
            `sends {client_order_id|number}; orders.client_id then needs charset 0-9 and a length of at most ${EXACT_DIGITS}`,
          ],
        ]
      : [],
  );
}

const EXACT_DIGITS = 15;

/** A sign tells a side: only what is bought or sold has one. */
function signedAmounts({ endpoints }: VenueDescription): readonly Finding[] {
  return Object.entries(endpoints).flatMap(([name, endpoint]): readonly Finding[] => {
    if (ORDER_ROWS.has(name) || endpoint === undefined) return [];
    return Object.entries(endpoint.response.fields).flatMap(([field, mapping]): readonly Finding[] =>
      typeof mapping === 'object' && 'scale' in mapping && mapping.scale === 'signed'
        ? [
            [
              ['endpoints', name, 'response', 'fields', field],
              'is signed; that is for the amounts of orders and fills (a cost below zero is scale: negated)',
            ],
          ]
        : [],
    );
  });
}

const ORDER_ROWS: ReadonlySet<string> = new Set([
  'place_order',
  'cancel_order',
  'get_order',
  'open_orders',
  'finished_orders',
  'listed_orders',
  'order_fills',
]);
