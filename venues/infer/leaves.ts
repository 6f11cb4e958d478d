import { isRecord } from '../paths.js';
import type { LeafNames } from './names.js';

/** One value of a row, seen in every row of the sample. */
export interface Leaf {
  /** From the row: `k.o`, `filters[filterType=LOT_SIZE].stepSize`, `[1]`. */
  readonly path: string;
  readonly names: LeafNames;
  readonly depth: number;
  /** One value for each row; `undefined` where a row has none. */
  readonly values: readonly unknown[];
}

/** A sample of any length tells no more than its first rows. */
export const MAX_ROWS = 100;
const MAX_DEPTH = 4;
const MAX_LEAVES = 400;

/** The single values below the rows, by path, in the order in which they stand. */
export function leavesOf(rows: readonly unknown[]): readonly Leaf[] {
  const found = new Map<string, { leaf: Omit<Leaf, 'values'>; values: unknown[] }>();
  const seen = rows.slice(0, MAX_ROWS);
  seen.forEach((row, index) => {
    visit(row, { path: '', own: '', holder: '', depth: 0 }, (place, value) => {
      const { path, own, holder, depth } = place;
      const known = found.get(path);
      if (known !== undefined) known.values[index] = value;
      else if (found.size < MAX_LEAVES) {
        const values = Array.from<unknown>({ length: seen.length });
        values[index] = value;
        found.set(path, { leaf: { path, names: { own, holder }, depth }, values });
      }
    });
  });
  return [...found.values()].map(({ leaf, values }) => ({ ...leaf, values }));
}

export interface Place extends LeafNames {
  readonly path: string;
  readonly depth: number;
}

function visit(value: unknown, place: Place, emit: (place: Place, value: unknown) => void): void {
  if (Array.isArray(value)) {
    for (const [step, own, inner] of elements(value, place.depth === 0)) {
      if (place.depth < MAX_DEPTH) visit(inner, below(place, step, own), emit);
    }
  } else if (isRecord(value)) {
    for (const [step, own, inner] of members(value)) {
      if (place.depth < MAX_DEPTH) visit(inner, below(place, step, own), emit);
    }
  } else emit(place, value);
}

type Step = readonly [step: string, own: string, value: unknown];

/** A row's own columns; of a list inside a row the rows that tell their kind, else the first element alone. */
function elements(list: readonly unknown[], isRow: boolean): readonly Step[] {
  const columns = isRow && list.some((item) => !isRecord(item) && !Array.isArray(item));
  if (columns) return list.map((item, index) => [`[${index}]`, String(index), item]);
  const kind = discriminator(list);
  if (kind === undefined) return list.slice(0, 1).map((item) => ['[0]', '0', item]);
  return list.filter(isRecord).map((item) => [`[${kind}=${String(item[kind])}]`, String(item[kind]), item]);
}

/** The member that tells the objects of a list apart: `filterType`. */
function discriminator(list: readonly unknown[]): string | undefined {
  const objects = list.filter(isRecord);
  const [first] = objects;
  if (first === undefined || objects.length < 2 || objects.length !== list.length) return undefined;
  return Object.keys(first).find((name) => {
    const words = objects.map((item) => item[name]);
    const isWord = words.every((word) => typeof word === 'string' && /^[A-Za-z][A-Za-z0-9_ -]*$/.test(word));
    return isWord && /type|kind|name|code/i.test(name) && new Set(words).size === words.length;
  });
}

/** The members that a path can name; a market's name among them stands for whichever market was asked for. */
function members(record: Readonly<Record<string, unknown>>): readonly Step[] {
  return Object.entries(record).flatMap(([name, value], index): readonly Step[] => {
    if (index === 0 && typeof value === 'object' && isMarketName(name)) return [['*', '*', value]];
    return /^[A-Za-z0-9_@$/-]+$/.test(name) ? [[name, name, value]] : [];
  });
}

/** `XBTUSDT`, `BTC-USD`, `BTC_USDT`: a market, which is no key of an answer's own. */
export function isMarketName(name: string): boolean {
  return (
    /^[A-Z0-9]{2,10}[-_/:]?(USD|USDT|USDC|EUR|BTC|XBT|ETH|KRW|JPY|GBP)[A-Z]?$/.test(name) && name.length >= 6
  );
}

function below(place: Place, step: string, own: string): Place {
  const path = place.path === '' || step.startsWith('[') ? `${place.path}${step}` : `${place.path}.${step}`;
  // An index or a wildcard has no name: what holds it names what is below.
  const holder = place.own === '0' || place.own === '*' ? place.holder : place.own;
  return { path, own, holder, depth: place.depth + 1 };
}
