import { FIELD_KINDS, readPath, type FieldMapping, type FieldName, type Rows } from '../../venues/index.js';
import { namesMembersByAsset } from './asset-members.js';
import { jsonText } from './exact-number.js';
import type { Row } from './facts.js';
import { JsonTemplate, type Placed, type Slot } from './json-template.js';
import { rowKinds } from './row-kinds.js';
import { namesMembersByMarket } from './wildcards.js';
import {
  fieldEntries,
  fillValues,
  hasNone,
  isNothing,
  isComputed,
  isSent,
  optionsOf,
  shownFact,
  shownValue,
  type PlainMapping,
  type PlainOptions,
} from './write-rows.js';
import { amountWriter, flagValue, type WriteContext, type WriteOptions } from './write-value.js';
import { meaningOf } from './words.js';

/**
 * The places of a described row in its sample, ready to be written. `undefined` where the description has something
 * whose effect depends on what else the row says: `write-rows.ts` writes all there is.
 */
export function rowPlaces(
  sample: unknown,
  rows: Rows,
  context: WriteContext,
): readonly Placed<Row>[] | undefined {
  if (namesMembersByAsset(rows) || namesMembersByMarket(rows)) return undefined;
  const places = [
    ...Object.entries(rows.also ?? {}).map(([path, what]) => alsoPlaces(sample, path, what, context)),
    ...fieldEntries(rows)
      .filter(([, mapping]) => !isSent(mapping, rows))
      .map(([field, mapping]) => fieldPlaces(sample, field, mapping, context)),
    fillsPlaces(sample, rows.fills, context),
  ];
  return places.includes(undefined) ? undefined : places.flatMap((known = []) => known);
}

/** Rows in a list, of every kind that the description has. `undefined` as above. */
export function listSlot(
  holder: unknown,
  rows: Rows,
  context: WriteContext,
): Slot<readonly Row[]> | undefined {
  // Beside the rows that count there stand those that do not.
  if (rows.where !== undefined) return undefined;
  const samples: readonly unknown[] = Array.isArray(holder) ? holder : [holder];
  const [sample] = samples;
  if (sample === undefined) return () => '[]';
  const kinds = rowKinds(rows).map((kind) => {
    const places = rowPlaces(sample, kind, context);
    return places === undefined ? undefined : JsonTemplate.of(sample, places);
  });
  const templates = kinds.filter((kind) => kind !== undefined);
  if (templates.length < kinds.length) return undefined;
  return (shown) => `[${shown.flatMap((row) => templates.map((template) => template.write(row))).join(',')}]`;
}

/** Whether the row shows all that the template does: the venue leaves out what is optional. */
export function isWhole(row: Row, rows: Rows): boolean {
  return row.sampleRow === undefined && !optionalFields(rows).some((field) => isNothing(field, row));
}

function optionalFields(rows: Rows): readonly FieldName[] {
  const known = optionalOf.get(rows);
  if (known !== undefined) return known;
  const fields = fieldEntries(rows).flatMap(([field, mapping]) => (isOptional(mapping) ? [field] : []));
  const also = Object.values(rows.also ?? {}).flatMap((what) =>
    typeof what === 'object' && 'field' in what && isOptional(what) ? [what.field] : [],
  );
  const found = [...fields, ...also];
  optionalOf.set(rows, found);
  return found;
}

const optionalOf = new WeakMap<Rows, readonly FieldName[]>();

function isOptional(mapping: FieldMapping | Also): boolean {
  return typeof mapping === 'object' && 'optional' in mapping && mapping.optional === true;
}

type Places = readonly Placed<Row>[] | undefined;
type Also = NonNullable<Rows['also']>[string];

const NOWHERE: Places = [];

function alsoPlaces(sample: unknown, path: string, what: Also, context: WriteContext): Places {
  if (typeof what === 'string') return factPlaces(sample, path, what, {}, context);
  if ('each_fill' in what) {
    const sampled = readPath(sample, path);
    const slot: Slot<Row> = (row) => jsonText(fillValues(what.each_fill, sampled, row, context) ?? sampled);
    return [{ path, slot }];
  }
  if ('text' in what) {
    const { text } = what;
    // A text of several fields reads their samples from what is written already.
    return text.includes('{') || what.none !== undefined
      ? undefined
      : [{ path, slot: constant(text.trim()) }];
  }
  if ('field' in what && what.optional === true && readPath(sample, path) === undefined) return NOWHERE;
  if (!('sent' in what)) return optionPlaces(sample, path, what.field, what, context);
  const kept = readPath(sample, path);
  const slot: Slot<Row> = ({ order }) => {
    const sent = order && context.words.sent(what.sent, order);
    return jsonText(sent === undefined ? kept : sent);
  };
  return [{ path, slot }];
}

function fieldPlaces(
  sample: unknown,
  field: FieldName,
  mapping: FieldMapping,
  context: WriteContext,
): Places {
  if (typeof mapping === 'string') return factPlaces(sample, mapping, field, {}, context);
  if ('sum' in mapping) return undefined;
  if ('cases' in mapping) return casePlaces(sample, field, mapping.cases);
  if ('any' in mapping) {
    const path = mapping.any.find((each) => readPath(sample, each) !== undefined);
    return path === undefined ? NOWHERE : factPlaces(sample, path, field, {}, context);
  }
  if ('value' in mapping || isComputed(mapping)) return NOWHERE;
  if (mapping.less !== undefined) return undefined;
  if (mapping.original !== undefined) return originalPlaces(field, mapping, mapping.original);
  return optionPlaces(sample, mapping.path, field, mapping, context);
}

/** Where one fact stands, in the form that the place has. `undefined` where that depends on the row. */
export function optionPlaces(
  sample: unknown,
  path: string,
  field: FieldName,
  options: PlainOptions,
  context: WriteContext,
): Places {
  if (options.scale === 'signed') return undefined;
  return factPlaces(sample, path, field, optionsOf(options, NO_ROW), context);
}

const NO_ROW: Row = { facts: {} };

/** Where one fact stands. */
export function factPlaces(
  sample: unknown,
  path: string,
  field: FieldName,
  options: WriteOptions,
  context: WriteContext,
): readonly Placed<Row>[] {
  const kept = readPath(sample, path);
  const untold = JSON.stringify(kept);
  const none = options.none === undefined ? undefined : JSON.stringify(options.none);
  const isAmount = FIELD_KINDS[field] === 'decimal' && options.scale === undefined;
  const amountText = isAmount && typeof kept === 'string' ? amountWriter(kept) : undefined;
  const slot: Slot<Row> = (row) => {
    if (!(field in row.facts)) return untold;
    if (none !== undefined && hasNone(field, row)) return none;
    return amountText === undefined
      ? jsonText(shownValue(field, kept, row, context, options))
      : amountText(shownFact(field, row, context));
  };
  return [{ path, slot }];
}

/** A cancel has two client ids: its own and its order's. */
function originalPlaces(field: FieldName, { path }: PlainMapping, original: string): Places {
  return [
    { path, slot: ({ cancelId, facts }) => jsonText(String(cancelId ?? facts[field])) },
    {
      path: original,
      slot: ({ cancelId, facts }) => jsonText(cancelId === undefined ? '' : String(facts[field])),
    },
  ];
}

/** The flags that tell the status together: of the other statuses' flags the sample's value stays. */
function casePlaces(
  sample: unknown,
  field: FieldName,
  cases: Extract<FieldMapping, { readonly cases: unknown }>['cases'],
): Places {
  const paths = [...new Set(cases.flatMap(({ if: flags }) => Object.keys(flags)))];
  return paths.map((path) => {
    const kept = readPath(sample, path);
    const slot: Slot<Row> = ({ facts }) => {
      const status = meaningOf(facts[field], (ours) => cases.some(({ is }) => is === ours));
      const flag = cases.find(({ is }) => is === status)?.if[path];
      return JSON.stringify(flag === undefined ? kept : flagValue(flag, kept, undefined));
    };
    return { path, slot };
  });
}

function fillsPlaces(sample: unknown, fills: Rows['fills'], context: WriteContext): Places {
  if (fills === undefined) return NOWHERE;
  const holder = readPath(sample, fills.items);
  const list = fills.key === undefined ? listSlot(holder, fills, context) : undefined;
  if (list === undefined) return undefined;
  const kept = JSON.stringify(holder);
  const slot: Slot<Row> = ({ fills: made, order }) =>
    made === undefined
      ? kept
      : list(made.map((facts) => (order === undefined ? { facts } : { facts, order })));
  return [{ path: fills.items, slot }];
}

function constant(text: string): Slot<Row> {
  const written = JSON.stringify(text);
  return () => written;
}
