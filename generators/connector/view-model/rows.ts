import { literal } from '../../naming/literal.js';
import type { FieldMap, FieldMapping, Rows, StatusCase } from '../../../venues/index.js';
import { argument } from './fields.js';

/** Fields whose paths all lead through one place, and that place: `event.i`, `event.X` → `event` and `i`, `X`. */
export interface PlacedFields {
  readonly place: string;
  readonly fields: FieldMap;
}

/** Takes the longest common beginning off the paths, so that a row can be read as a row. */
export function placedFields(fields: FieldMap): PlacedFields {
  const paths = Object.values(fields).flatMap(pathsOf);
  const place = commonPlace(paths);
  return place === ''
    ? { place, fields }
    : { place, fields: mapPaths(fields, (path) => beyond(path, place)) };
}

function pathsOf(mapping: FieldMapping): readonly string[] {
  if (typeof mapping === 'string') return [mapping];
  if ('sum' in mapping) return mapping.sum;
  if ('cases' in mapping) return mapping.cases.flatMap((one) => Object.keys(one.if));
  if ('any' in mapping) return mapping.any;
  if ('value' in mapping) return [];
  return [mapping.path, mapping.less, mapping.original].filter((path) => path !== undefined);
}

/** Code for the list of rows in an answer. Rows under names get their name as a member called like its field. */
export function listCode(
  answer: string,
  { items = '', key, where }: Pick<Rows, 'items' | 'key' | 'where'>,
): string {
  const all =
    key === undefined
      ? `${answer}.list(${argument(items)})`
      : `${answer}.rows(${literal(items)}, ${literal(key)})`;
  return where === undefined ? all : `${all}.filter((row) => row.matches(${literal(where)}))`;
}

/** The fields of one row, the name it stands under among them where nothing in the row tells the same. */
export function rowFields({ key, fields }: Pick<Rows, 'key' | 'fields'>): FieldMap {
  return key === undefined ? fields : { [key]: key, ...fields };
}

function commonPlace(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  const steps = first.match(STEP) ?? [];
  for (let count = steps.length - 1; count > 0; count -= 1) {
    const place = steps.slice(0, count).join('');
    if (others.every((path) => path.startsWith(place) && /^[.[]/.test(path.slice(place.length))))
      return place;
  }
  return '';
}

function beyond(path: string, place: string): string {
  return path.slice(place.length).replace(/^\./, '');
}

function mapPaths(fields: FieldMap, change: (path: string) => string): FieldMap {
  return Object.fromEntries(
    Object.entries(fields).map(([name, mapping]) => {
      if (typeof mapping === 'string') return [name, change(mapping)];
      if ('sum' in mapping) return [name, { ...mapping, sum: mapping.sum.map(change) }];
      if ('any' in mapping) return [name, { any: mapping.any.map(change) }];
      if ('value' in mapping) return [name, mapping];
      if ('cases' in mapping) return [name, { cases: mapping.cases.map((one) => changedCase(one, change)) }];
      const less = mapping.less === undefined ? {} : { less: change(mapping.less) };
      const original = mapping.original === undefined ? {} : { original: change(mapping.original) };
      return [name, { ...mapping, path: change(mapping.path), ...less, ...original }];
    }),
  );
}

function changedCase(one: StatusCase, change: (path: string) => string): StatusCase {
  return {
    ...one,
    if: Object.fromEntries(Object.entries(one.if).map(([path, flag]) => [change(path), flag])),
  };
}

/** One step of a path with what leads to it: `data`, `[0]`, `.ordId`, `[filterType=LOT_SIZE]`. */
const STEP = /\.?[^.[\]]+|\[[^\]]*\]/g;
