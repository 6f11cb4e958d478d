import { isRecord, readPath, type FieldMapping, type Rows } from '../../venues/index.js';

/** Gives the members that a description calls `*` the name of the market they are about. */
export function nameMembers(document: unknown, rows: Rows, market: string): void {
  for (const path of holdersIn(rows)) {
    const holder = readPath(document, path);
    if (isRecord(holder)) renameFirst(holder, market);
  }
}

/** Whether rows have such members. */
export function namesMembersByMarket(rows: Rows): boolean {
  return holdersIn(rows).length > 0;
}

function holdersIn(rows: Rows): readonly string[] {
  const known = holdersOf.get(rows);
  if (known !== undefined) return known;
  const found = [...new Set(pathsOf(rows).flatMap(holders))];
  holdersOf.set(rows, found);
  return found;
}

const holdersOf = new WeakMap<Rows, readonly string[]>();

/** `result.fees.*.fee` → `result.fees` */
function holders(path: string): readonly string[] {
  const steps = path.split('.');
  return steps.flatMap((step, index) => (step === '*' ? [steps.slice(0, index).join('.')] : []));
}

function pathsOf({ items, fields, also = {} }: Rows): readonly string[] {
  if (items !== undefined) return [items];
  return [...Object.values(fields).flatMap(mappedPaths), ...Object.keys(also)];
}

function mappedPaths(mapping: FieldMapping): readonly string[] {
  if (typeof mapping === 'string') return [mapping];
  if ('sum' in mapping) return mapping.sum;
  if ('any' in mapping) return mapping.any;
  return 'cases' in mapping || 'value' in mapping ? [] : [mapping.path];
}

/** In its place, so that it stays the first. */
function renameFirst(holder: Record<string, unknown>, name: string): void {
  const entries = Object.entries(holder);
  for (const [key] of entries) Reflect.deleteProperty(holder, key);
  entries.forEach(([key, value], index) => {
    Object.defineProperty(holder, index === 0 ? name : key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });
}
