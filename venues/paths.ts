/**
 * Paths into JSON documents, as the venue description writes them:
 * `data[0].ordId`, `[1]`, `[-1]`, `filters[filterType=LOT_SIZE].stepSize`, `result.*` (the first member), `` (the document itself).
 */
export type PathStep =
  { readonly key: string } | { readonly index: number } | { readonly where: string; readonly equals: string };

/** The value at `path`, or `undefined` where there is none. Own properties only. */
export function readPath(document: unknown, path: string): unknown {
  let value = document;
  for (const step of parsePath(path)) value = enter(value, step);
  return value;
}

/**
 * Sets the value at `path` in place; the objects and rows on the way must exist.
 * Returns false where they do not.
 */
export function writePath(document: unknown, path: string, value: unknown): boolean {
  const steps = parsePath(path);
  const last = steps.at(-1);
  if (last === undefined) return false;
  let holder = document;
  for (const step of steps.slice(0, -1)) holder = enter(holder, step);
  if (Array.isArray(holder)) {
    const index = arrayIndex(holder, last);
    if (index === undefined || index < 0) return false;
    holder[index] = value;
    return true;
  }
  if (!isRecord(holder) || !('key' in last)) return false;
  const key = memberName(holder, last.key);
  if (key === undefined) return false;
  setOwn(holder, key, value);
  return true;
}

/** Sets a member, never a prototype: plain assignment is many times as fast as defining, and safe but for one name. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  else target[key] = value;
}

export function parsePath(path: string): readonly PathStep[] {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const steps = [...path.matchAll(STEP)].map(([, key, index, where, equals]): PathStep => {
    if (key !== undefined) return { key };
    if (index !== undefined) return { index: Number(index) };
    return { where: where ?? '', equals: equals ?? '' };
  });
  parsed.set(path, steps);
  return steps;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const STEP = /(?:^|\.)([^.[\]]+)|\[(-?\d+)\]|\[([^=\]]+)=([^\]]+)\]/g;
const parsed = new Map<string, readonly PathStep[]>();

function enter(value: unknown, step: PathStep): unknown {
  if (Array.isArray(value)) {
    const index = arrayIndex(value, step);
    return index === undefined ? undefined : value[index];
  }
  if (!isRecord(value) || !('key' in step)) return undefined;
  const key = memberName(value, step.key);
  return key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** `*` stands for the first member, whatever its name. */
function memberName(record: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return key === '*' ? Object.keys(record)[0] : key;
}

function arrayIndex(list: readonly unknown[], step: PathStep): number | undefined {
  if ('index' in step) return step.index < 0 ? list.length + step.index : step.index;
  if ('where' in step) {
    const found = list.findIndex((row) => isRecord(row) && String(row[step.where]) === step.equals);
    return found < 0 ? undefined : found;
  }
  return undefined;
}
