/** The first row of a list whose member has that text: `[filterType=LOT_SIZE]`. */
export interface RowSelector {
  readonly member: string;
  readonly equals: string;
}

/**
 * A path like `data[0].x`, `filters[filterType=LOT_SIZE].stepSize`, `[-1]`, `result.*` (the first member, whatever its
 * name) or `` (the value itself), taken apart.
 */
export type AnswerPath = readonly (string | number | RowSelector)[];

/** Reads a path's text. Throws a RangeError on one it cannot read: paths stand in code, not in data. */
export function parseAnswerPath(path: string): AnswerPath {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const steps: (string | number | RowSelector)[] = [];
  let rest = path;
  while (rest !== '') {
    const [whole, index, member, equals, name] = (steps.length === 0 ? FIRST : NEXT).exec(rest) ?? [];
    if (whole === undefined) throw new RangeError(`"${path}" is no path like data[0].price`);
    if (member !== undefined) steps.push({ member, equals: equals ?? '' });
    else steps.push(index === undefined ? (name ?? '') : Number(index));
    rest = rest.slice(whole.length);
  }
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(path, steps);
  return steps;
}

/** The value at the path, own members only; undefined where there is none. */
export function valueAt(root: unknown, path: AnswerPath): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (typeof step === 'number') {
      value = Array.isArray(value) ? value.at(step) : undefined;
    } else if (typeof step === 'string') {
      value = memberOf(value, step);
    } else {
      value = Array.isArray(value) ? selected(value, step) : undefined;
    }
  }
  return value;
}

const CACHE_LIMIT = 10_000;
const cache = new Map<string, AnswerPath>();
const FIRST = /^(?:\[(-?\d+)\]|\[([^=[\]]+)=([^[\]]+)\]|([^.[\]]+))/;
const NEXT = /^(?:\[(-?\d+)\]|\[([^=[\]]+)=([^[\]]+)\]|\.([^.[\]]+))/;

function memberOf(value: object, name: string): unknown {
  if (name === '*') return Array.isArray(value) ? undefined : Object.values(value)[0];
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function selected(rows: readonly unknown[], { member, equals }: RowSelector): unknown {
  return rows.find((row) => {
    const value = typeof row === 'object' && row !== null ? memberOf(row, member) : undefined;
    return (typeof value === 'string' || typeof value === 'number') && String(value) === equals;
  });
}
