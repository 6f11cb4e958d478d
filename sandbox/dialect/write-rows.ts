import {
  FIELD_KINDS,
  isRecord,
  readPath,
  renderTemplate,
  setOwn,
  writePath,
  type Around,
  type Endings,
  type FieldMapping,
  type FieldName,
  type PlacedScale,
  type PlacedUnit,
  type Rows,
  type StatusCase,
} from '../../venues/index.js';
import { Decimal } from 'ats-runtime';
import { exactNumber, ExactNumber } from './exact-number.js';
import { amountOf, type Fact, type Row } from './facts.js';
import { decimalAt } from './read-field.js';
import { inMarketOf } from './asset-members.js';
import { counts, rowKinds } from './row-kinds.js';
import { templateMatcher } from './template-matcher.js';
import { nameMembers } from './wildcards.js';
import { meaningOf } from './words.js';
import {
  decimalText,
  flagValue,
  scaled,
  wireValue,
  type WriteContext,
  type WriteOptions,
} from './write-value.js';

/**
 * A venue's document: the sample as documented, with the rows' ledger values at their mapped places.
 * Rows that stand in a list or map replace the sample's; a document that is one row takes the first.
 */
export function writeDocument(
  sample: unknown,
  rows: Rows,
  shown: readonly Row[],
  context: WriteContext,
): unknown {
  const document = copy(sample);
  const market = shown[0]?.facts.symbol;
  if (market !== undefined) nameMembers(document, rows, context.words.symbol(String(market)));
  if (rows.items === undefined && rows.key === undefined) {
    const [row] = shown;
    return row === undefined ? document : writeRow(document, rows, row, context);
  }
  const holder = rows.items === undefined ? document : readPath(document, rows.items);
  const filled =
    rows.key === undefined
      ? writeList(holder, rows, shown, context)
      : writeMap(holder, rows, rows.key, shown, context);
  return replaceAt(document, rows.items ?? '', filled);
}

/** Writes what stands once in a document, wherever it has the place. */
export function writeAround(
  document: unknown,
  around: Around = {},
  row: Row,
  context: WriteContext,
): unknown {
  return Object.entries(around).reduce((written, [path, what]) => {
    if (readPath(written, path) === undefined) return written;
    return typeof what === 'string'
      ? writeFact(written, path, what, row, context, {})
      : writeFact(written, path, what.field, row, context, optionsOf(what, row));
  }, document);
}

/** A deep copy of a JSON value. */
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (!isRecord(value) || value instanceof ExactNumber) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) setOwn(result, key, copy(value[key]));
  return result;
}

/** Sets what stands at `path`; the empty path is the document itself. */
export function replaceAt(document: unknown, path: string, value: unknown): unknown {
  if (path === '') return value;
  // Nearly every path is one of the row's own members.
  if (isRecord(document) && path !== '__proto__' && Object.hasOwn(document, path)) document[path] = value;
  else writePath(document, path, value);
  return document;
}

function writeList(
  holder: unknown,
  rows: Rows,
  shown: readonly Row[],
  context: WriteContext,
): readonly unknown[] {
  const samples: readonly unknown[] = Array.isArray(holder) ? holder : [holder];
  const template = samples.find((sample) => counts(rows, sample));
  if (template === undefined) return [];
  const kinds = rowKinds(rows);
  const written = shown.flatMap((row) =>
    kinds.map((kind) => writeRow(copy(row.sampleRow ?? template), kind, row, context)),
  );
  // What does not count is there all the same: another wallet, another kind of market.
  return [...written, ...samples.filter((sample) => !counts(rows, sample))];
}

function writeMap(
  holder: unknown,
  rows: Rows,
  key: FieldName,
  shown: readonly Row[],
  context: WriteContext,
): unknown {
  const template = isRecord(holder) ? Object.values(holder)[0] : undefined;
  const sampleKey = isRecord(holder) ? Object.keys(holder)[0] : undefined;
  const map: Record<string, unknown> = {};
  for (const row of shown) {
    const name = String(wireValue(key, row.facts[key], sampleKey, context));
    setOwn(map, name, writeRow(copy(row.sampleRow ?? template), rows, row, context));
  }
  return map;
}

/** Writes one row in place and returns it (a row may be a bare value). */
function writeRow(sample: unknown, described: Rows, row: Row, context: WriteContext): unknown {
  const { target, rows } = inMarketOf(row, sample, described, context);
  let written = target;
  const later: (readonly [field: FieldName, mapping: FieldMapping])[] = [];
  for (const [path, also] of Object.entries(rows.also ?? {})) {
    if (typeof also === 'string') written = writeFact(written, path, also, row, context, {});
    else if ('text' in also)
      written = replaceAt(
        written,
        path,
        also.none !== undefined && row.fills?.length === 0
          ? also.none
          : rowText(also.text, readPath(written, path), row, context),
      );
    else if ('each_fill' in also) written = writeEachFill(written, path, also.each_fill, row, context);
    else if ('sent' in also) written = writeSent(written, path, also.sent, row, context);
    else if (also.optional === true && readPath(written, path) === undefined) continue;
    else if (also.optional === true && isNothing(also.field, row)) written = withoutMember(written, path);
    else written = writeFact(written, path, also.field, row, context, optionsOf(also, row));
  }
  for (const [field, mapping] of fieldEntries(rows)) {
    if (isSent(mapping, rows)) continue;
    if (typeof mapping !== 'string' && 'less' in mapping && mapping.less !== undefined)
      later.push([field, mapping]);
    else written = writeMapped(written, field, mapping, row, context);
  }
  for (const [field, mapping] of later) writeMapped(written, field, mapping, row, context);
  return rows.fills === undefined ? written : writeFills(written, rows.fills, row, context);
}

function writeEachFill(
  target: unknown,
  path: string,
  field: FieldName,
  row: Row,
  context: WriteContext,
): unknown {
  const values = fillValues(field, readPath(target, path), row, context);
  return values === undefined ? target : replaceAt(target, path, values);
}

/** A field of each of the order's fills, in the form of the sample's first; `undefined` where the row has no fills. */
export function fillValues(
  field: FieldName,
  sample: unknown,
  { fills, order }: Row,
  context: WriteContext,
): readonly unknown[] | undefined {
  const form: unknown = Array.isArray(sample) ? sample[0] : undefined;
  return fills?.map((fill) => wireValue(field, fill[field], form, context, {}, order));
}

function writeSent(
  target: unknown,
  path: string,
  name: string,
  { order }: Row,
  { words }: WriteContext,
): unknown {
  const sent = order && words.sent(name, order);
  return sent === undefined ? target : replaceAt(target, path, sent);
}

/** What stands inside a parameter that is repeated as it was sent is written with it. */
export function isSent(mapping: FieldMapping, { also = {} }: Rows): boolean {
  const path = typeof mapping === 'string' ? mapping : 'path' in mapping ? mapping.path : undefined;
  return Object.entries(also).some(
    ([place, what]) => typeof what === 'object' && 'sent' in what && path?.startsWith(`${place}.`) === true,
  );
}

/** What a row has, in the description's order. */
export function fieldEntries(rows: Rows): readonly (readonly [FieldName, FieldMapping])[] {
  const known = entriesOf.get(rows);
  if (known !== undefined) return known;
  const entries: (readonly [FieldName, FieldMapping])[] = [];
  let field: FieldName;
  for (field in rows.fields) {
    const mapping = rows.fields[field];
    if (mapping !== undefined) entries.push([field, mapping]);
  }
  entriesOf.set(rows, entries);
  return entries;
}

const entriesOf = new WeakMap<Rows, readonly (readonly [FieldName, FieldMapping])[]>();

function writeMapped(
  target: unknown,
  field: FieldName,
  mapping: FieldMapping,
  row: Row,
  context: WriteContext,
): unknown {
  if (typeof mapping === 'string') return writeFact(target, mapping, field, row, context, {});
  const fact = row.facts[field];
  if ('sum' in mapping) {
    const [first = '', ...others] = mapping.sum;
    const amount = amountOf(fact);
    if (amount === undefined) return target;
    const rest = others.reduce((sum, path) => sum.plus(decimalAt(target, path)), new Decimal(0));
    return replaceAt(
      target,
      first,
      amountLike(readPath(target, first), scaled(amount, scaleIn(row, mapping.scale)).minus(rest)),
    );
  }
  if ('cases' in mapping) return writeCase(target, mapping.cases, fact);
  if ('any' in mapping) return writeAny(target, mapping.any, field, row, context);
  if ('value' in mapping || isComputed(mapping)) return target;
  if (mapping.optional === true && isNothing(field, row)) return withoutPath(target, mapping.path);
  if (mapping.original !== undefined) {
    const ids = [row.cancelId ?? fact, row.cancelId === undefined ? '' : fact].map(String);
    return replaceAt(replaceAt(target, mapping.path, ids[0]), mapping.original, ids[1]);
  }
  const amount = mapping.less === undefined ? undefined : amountOf(fact);
  if (mapping.less !== undefined && amount !== undefined) {
    const whole = scaled(amount, scaleIn(row, mapping.scale)).plus(decimalAt(target, mapping.less));
    return replaceAt(target, mapping.path, amountLike(readPath(target, mapping.path), whole));
  }
  return writeFact(target, mapping.path, field, row, context, optionsOf(mapping, row));
}

/** What is computed from elsewhere stands as it is documented. */
export function isComputed({ lookup, plus, from }: PlainMapping): boolean {
  return lookup !== undefined || plus !== undefined || from !== undefined;
}

/** Of several places the one that the answer has. */
function writeAny(
  target: unknown,
  places: readonly string[],
  field: FieldName,
  row: Row,
  context: WriteContext,
): unknown {
  const place = places.find((path) => readPath(target, path) !== undefined);
  return place === undefined ? target : writeFact(target, place, field, row, context, {});
}

export function optionsOf(options: PlainOptions, row: Row): WriteOptions {
  const { unit, equals, statuses, sides, words, none, endings } = options;
  const scale = scaleIn(row, options.scale);
  return {
    ...(none === undefined ? {} : { none }),
    ...(unit === undefined ? {} : { unit }),
    ...(equals === undefined ? {} : { equals }),
    ...(scale === undefined ? {} : { scale }),
    ...(statuses === undefined ? {} : { statuses }),
    ...(sides === undefined ? {} : { sides }),
    ...(words === undefined ? {} : { words }),
    ...(endings === undefined ? {} : { endings }),
  };
}

/** The sign of an amount that tells its side. */
function scaleIn({ facts }: Row, scale: PlainOptions['scale']): WriteOptions['scale'] {
  if (scale !== 'signed') return scale;
  return (facts.side ?? facts.fill_side) === 'SELL' ? 'negated' : undefined;
}

export type PlainMapping = Extract<FieldMapping, { readonly path: string }>;
export type PlainOptions = Pick<PlainMapping, 'equals' | 'statuses' | 'sides' | 'none'> & {
  readonly scale?: PlacedScale | undefined;
  readonly words?: Readonly<Record<string, string>> | undefined;
  readonly unit?: PlacedUnit | undefined;
  readonly endings?: Endings | undefined;
};

/** The flags that tell the status together, in the sample's own form. */
function writeCase(target: unknown, cases: readonly StatusCase[], fact: Fact): unknown {
  const status = meaningOf(fact, (ours) => cases.some(({ is }) => is === ours));
  const flags = cases.find(({ is }) => is === status)?.if ?? {};
  return Object.entries(flags).reduce(
    (written, [path, flag]) => replaceAt(written, path, flagValue(flag, readPath(written, path), undefined)),
    target,
  );
}

/** Whether the ledger has no such value: of a fill where there was none, of a price that was never given. */
export function hasNone(field: FieldName, row: Row): boolean {
  return row.facts[field] === undefined || isNothing(field, row);
}

/** Of a fill where there was none, of an own id that was not given, of the end of an open order: it is left out. */
export function isNothing(field: FieldName, row: Row): boolean {
  if (field === 'client_order_id') return row.facts.client_order_id === '';
  if (field === 'closed_at' || field === 'ending') return row.facts.is_open === true;
  return (field.startsWith('fill_') || field === 'is_maker') && row.fills?.length === 0;
}

/** Takes out the member that holds the value: of `data.tradeId` the last, of `fees[0].qty` all of `fees`. */
function withoutPath(target: unknown, path: string): unknown {
  const [, place = '', member = ''] = /^(?:(.*)\.)?([^.]*)$/.exec(path.replace(/\[.*$/, '')) ?? [];
  const holder = readPath(target, place);
  if (member !== '' && isRecord(holder)) Reflect.deleteProperty(holder, member);
  return target;
}

/** Takes out the one member at the path. */
function withoutMember(target: unknown, path: string): unknown {
  const [, place = '', member = ''] = /^(?:(.*)\.)?([^.]*)$/.exec(path) ?? [];
  const holder = readPath(target, place);
  if (isRecord(holder)) Reflect.deleteProperty(holder, member);
  return target;
}

/** A text made of several fields, each in the form that it has in the sample's. */
function rowText(template: string, sample: unknown, row: Row, context: WriteContext): string {
  const forms = typeof sample === 'string' ? (templateMatcher(template).match(sample) ?? []) : [];
  const text = renderTemplate(template, ({ name, filter }) => {
    const field = Object.keys(FIELD_KINDS).find((each): each is FieldName => each === name);
    const fact = field === undefined ? undefined : shownFact(field, row, context);
    if (field === undefined || fact === undefined) return '';
    if (filter === 'ours') return String(fact);
    const form = forms.find((part) => part.name === name)?.text;
    const options: WriteOptions = filter === 'negated' ? { scale: 'negated' } : {};
    return String(wireValue(field, fact, form, context, options, row.order));
  });
  return (text ?? '').trim();
}

function writeFact(
  target: unknown,
  path: string,
  field: FieldName,
  row: Row,
  context: WriteContext,
  options: WriteOptions,
): unknown {
  if (!(field in row.facts)) return target;
  if (options.none !== undefined && hasNone(field, row)) return replaceAt(target, path, options.none);
  return replaceAt(target, path, shownValue(field, readPath(target, path), row, context, options));
}

/** A row's value in the form that the sample has at its place; words for statuses may tell of other fields too. */
export function shownValue(
  field: FieldName,
  sample: unknown,
  row: Row,
  context: WriteContext,
  options: WriteOptions,
): unknown {
  const value = wireValue(field, shownFact(field, row, context), sample, context, options, row.order);
  return FIELD_KINDS[field] === 'status' && typeof value === 'string'
    ? rowText(value.replace(/\*$/, ''), undefined, row, context)
    : value;
}

/**
 * An order that was placed by its cost has that cost for its size where the venue says so, and one without a client id
 * the word that the venue has for that.
 */
export function shownFact(field: FieldName, { facts, order }: Row, { words }: WriteContext): Fact {
  if (field === 'client_order_id' && facts.client_order_id === '') return words.noClientId;
  const cost = words.showsCost ? order?.quoteSize : undefined;
  if (cost === undefined || (field !== 'size' && field !== 'remaining_size')) return facts[field];
  const spent = amountOf(facts.filled_quote);
  return field === 'size' || spent === undefined ? cost : cost.minus(spent);
}

function writeFills(
  target: unknown,
  fills: NonNullable<Rows['fills']>,
  row: Row,
  context: WriteContext,
): unknown {
  if (row.fills === undefined) return target;
  const rows = row.fills.map((facts) => (row.order === undefined ? { facts } : { facts, order: row.order }));
  const holder = readPath(target, fills.items);
  const filled =
    fills.key === undefined
      ? writeList(holder, fills, rows, context)
      : writeMap(holder, fills, fills.key, rows, context);
  return replaceAt(target, fills.items, filled);
}

function amountLike(sample: unknown, value: Decimal): unknown {
  return typeof sample === 'number' ? exactNumber(value) : decimalText(value, sample);
}
