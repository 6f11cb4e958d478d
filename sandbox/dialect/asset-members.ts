import { isRecord, namesAssets, pathInMarket, type MarketAssets, type Rows } from '../../venues/index.js';
import type { Row } from './facts.js';
import type { WriteContext } from './write-value.js';

/** A sample's row with the members that are named after assets called as in the row's own market, and their paths. */
export function inMarketOf(
  row: Row,
  target: unknown,
  rows: Rows,
  { words: { sampleMarket } }: WriteContext,
): { readonly target: unknown; readonly rows: Rows } {
  const paths = assetPaths(rows);
  const symbol = row.order?.symbol ?? row.facts.symbol;
  if (paths.length === 0 || sampleMarket === undefined || symbol === undefined) return { target, rows };
  const [base = '', quote = ''] = String(symbol).split('/');
  const market = { base, quote };
  if (isRecord(target)) {
    for (const path of paths) rename(target, pathInMarket(path, sampleMarket), pathInMarket(path, market));
  }
  return { target, rows: rowsInMarket(rows, market) };
}

/** Whether a row has such members. */
export function namesMembersByAsset(rows: Rows): boolean {
  return assetPaths(rows).length > 0;
}

/** The members of a row itself: those of nested rows are renamed there. */
function assetPaths(rows: Rows): readonly string[] {
  const known = pathsOf.get(rows);
  if (known !== undefined) return known;
  const mapped = Object.values(rows.fields).flatMap((mapping) => {
    if (typeof mapping === 'string') return [mapping];
    return 'path' in mapping ? [mapping.path] : [];
  });
  const found = [...mapped, ...Object.keys(rows.also ?? {})].filter(namesAssets);
  pathsOf.set(rows, found);
  return found;
}

const pathsOf = new WeakMap<Rows, readonly string[]>();

function rename(target: Record<string, unknown>, from: string, to: string): void {
  if (from === to || !Object.hasOwn(target, from)) return;
  const value = target[from];
  Reflect.deleteProperty(target, from);
  target[to] = value;
}

function rowsInMarket(rows: Rows, market: MarketAssets): Rows {
  const { also, fields } = rows;
  const placed = Object.entries(fields).map(([name, mapping]) => {
    if (typeof mapping === 'string') return [name, pathInMarket(mapping, market)];
    return [name, 'path' in mapping ? { ...mapping, path: pathInMarket(mapping.path, market) } : mapping];
  });
  const places = Object.entries(also ?? {}).map(([path, what]) => [pathInMarket(path, market), what]);
  return {
    ...rows,
    fields: Object.fromEntries(placed),
    ...(also === undefined ? {} : { also: Object.fromEntries(places) }),
  };
}
