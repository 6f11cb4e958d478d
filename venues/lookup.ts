import { isRecord, readPath } from './paths.js';
import type { FieldMapping } from './schema/values.js';

type Lookup = NonNullable<Extract<FieldMapping, { readonly lookup?: unknown }>['lookup']>;

/** The value that a row tells by naming a row of another list of the same answer; undefined where there is none. */
export function lookedUp(document: unknown, row: unknown, path: string, { list, by, take }: Lookup): unknown {
  const key = readPath(row, path);
  const rows = readPath(document, list);
  if (key === undefined || !Array.isArray(rows)) return undefined;
  const found: unknown = rows.find((each) => isRecord(each) && String(readPath(each, by)) === String(key));
  return found === undefined ? undefined : readPath(found, take);
}
