import type { FieldName, Rows } from '../schema/fields.js';
import { FIELD_KINDS } from '../schema/fields.js';
import type { FieldMapping } from '../schema/values.js';
import { isDescending } from './candle-columns.js';
import { fillsOf } from './fills.js';
import type { Hints, InferenceWarning, InferredField } from './infer.js';
import type { Reading } from './read-rows.js';
import { refine } from './refine.js';
import { ROLES, type Role } from './roles.js';
import { join } from './row-sets.js';
import { isScalar, timeUnitOf } from './values.js';

/** Below this a field is a guess that a person has to look at. */
const SURE = 0.75;

/** The reading as venue.yaml says it. */
export function writeMapping(
  role: Role,
  raw: Reading,
  hints: Hints,
): { rows: Rows; fields: readonly InferredField[]; warnings: readonly InferenceWarning[] } {
  const { needed, wanted } = ROLES[role];
  const reading = refine(role, raw);
  const { set, assigned } = reading;
  const prefix = set.kind === 'one' ? set.path : '';
  const read: readonly FieldName[] = [...needed, ...wanted];
  const fields = read.flatMap((name): readonly InferredField[] => {
    const found = assigned.find(({ field }) => field === name);
    if (found === undefined) return [];
    const mapping = found.mapping ?? mappingOf(name, join(prefix, found.leaf.path), found.leaf.values, hints);
    return [{ field: name, mapping, confidence: round(found.score), reason: found.why }];
  });
  const also = Object.fromEntries([
    ...assigned
      .filter(({ field }) => !read.includes(field))
      .map(({ field, leaf }) => [join(prefix, leaf.path), alsoOf(field, leaf.values, hints)] as const),
    ...reading.also.map(({ path, field }) => [join(prefix, path), field] as const),
  ]);
  const fills = role === 'place_order' ? fillsOf(set.rows, prefix) : undefined;
  const rows: Rows = {
    ...(set.kind === 'one' ? {} : { items: set.path }),
    ...(set.kind === 'map' ? { key: ROLES[role].key } : {}),
    ...orderOf(role, reading),
    fields: Object.fromEntries(fields.map(({ field, mapping }) => [field, mapping])),
    ...(Object.keys(also).length === 0 ? {} : { also }),
    ...(fills === undefined ? {} : { fills }),
  };
  return { rows, fields, warnings: [...warningsOf(reading, prefix, fields), ...missing(role, reading)] };
}

function mappingOf(field: FieldName, path: string, values: readonly unknown[], hints: Hints): FieldMapping {
  const value = values.find((one) => isScalar(one) && one !== '');
  switch (FIELD_KINDS[field]) {
    case 'time': {
      const unit = isScalar(value) ? timeUnitOf(value) : undefined;
      return unit === undefined || unit === (hints.timeUnit ?? 'ms') ? path : { path, unit };
    }
    case 'flag':
      return typeof value === 'boolean' ? path : { path, equals: yesWord(values) };
    default:
      return path;
  }
}

function alsoOf(
  field: FieldName,
  values: readonly unknown[],
  hints: Hints,
): NonNullable<Rows['also']>[string] {
  const mapping = mappingOf(field, '', values, hints);
  const unit = typeof mapping === 'object' && 'unit' in mapping ? mapping.unit : undefined;
  return unit === undefined ? field : { field, unit };
}

/** The text that means yes: of a flag `1` or `true`; of a market's state the one that the sample's first row has. */
function yesWord(values: readonly unknown[]): string {
  const words = values.map(String);
  if (words.every((word) => /^(0|1)$/.test(word))) return '1';
  return words.find((word) => /^true$/i.test(word)) ?? words[0] ?? '';
}

function orderOf(role: Role, { set, assigned }: Reading): Pick<Rows, 'order'> {
  const start = assigned.find(({ field }) => field === 'timestamp');
  if (role !== 'candles' || start === undefined || set.rows.length < 2) return {};
  return { order: isDescending(start.leaf) ? 'descending' : 'ascending' };
}

function warningsOf(
  { assigned, warnings }: Reading,
  prefix: string,
  fields: readonly InferredField[],
): readonly InferenceWarning[] {
  const told = new Set(warnings.map(({ field }) => field));
  const doubts = assigned.flatMap(({ field, score, leaf, rival }): readonly InferenceWarning[] => {
    if (told.has(field) || !fields.some((one) => one.field === field)) return [];
    const path = join(prefix, leaf.path);
    if (rival !== undefined)
      return [
        { field, message: `${path} is taken, but ${join(prefix, rival.path)} could be it too; compare both` },
      ];
    return score < SURE
      ? [{ field, message: `${path} is a guess; look it up in the venue’s documentation` }]
      : [];
  });
  return [...warnings, ...doubts];
}

function missing(role: Role, { set, assigned }: Reading): readonly InferenceWarning[] {
  const { needed, key } = ROLES[role];
  const lacking = needed.filter(
    (name) => !assigned.some(({ field }) => field === name) && !(set.kind === 'map' && name === key),
  );
  return lacking.map((field) => ({ field, message: 'was not found in the sample; is it the right one?' }));
}

function round(score: number): number {
  return Math.round(Math.min(1, Math.max(0, score)) * 100) / 100;
}
