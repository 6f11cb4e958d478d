import { literal } from '../../naming/literal.js';
import type {
  FieldMap,
  FieldMapping,
  FieldName,
  OrderStatusName,
  StatusCase,
} from '../../../venues/index.js';
import { UserError } from '../../cli/errors.js';

/** A mapped field of a row, with everything that a mapping can say. */
export interface Field {
  readonly paths: readonly [string, ...string[]];
  readonly equals: string | undefined;
  readonly scale: 'percent' | 'negated' | 'basis_points' | undefined;
  readonly less: string | undefined;
  readonly unit: 's' | 'ms' | 'us' | 'ns' | 'iso' | undefined;
  readonly optional: boolean;
  /** A status's own words. */
  readonly statuses: Readonly<Record<string, OrderStatusName>> | undefined;
  /** A status that flags tell instead. */
  readonly cases: readonly StatusCase[] | undefined;
}

export function fieldOf(fields: FieldMap, name: FieldName): Field | undefined {
  const mapping = fields[name];
  return mapping === undefined ? undefined : normalised(mapping);
}

/** The field, or a UserError that says what the description lacks. */
export function requiredField(fields: FieldMap, name: FieldName, where: string): Field {
  const field = fieldOf(fields, name);
  if (field === undefined)
    throw new UserError(`${where}: ${name} is missing; map it to where the answer has it`);
  return field;
}

/** `row.text('orderId')` */
export function textCode(row: string, field: Field): string {
  return `${row}.${field.optional ? 'optionalText' : 'text'}(${argument(field.paths[0])})`;
}

export function optionalTextCode(row: string, field: Field): string {
  return `${row}.optionalText(${literal(field.paths[0])})`;
}

/** `row.decimal('executedQty')`, with what scale, sum and difference ask for. */
export function decimalCode(row: string, field: Field): string {
  const [first, ...others] = field.paths;
  const terms = others.map((path) => `.plus(${row}.decimal(${literal(path)}))`).join('');
  const less = field.less === undefined ? '' : `.minus(${row}.decimal(${literal(field.less)}))`;
  const isPlain = terms === '' && less === '';
  const head = `${row}.${field.optional && isPlain ? 'optionalDecimal' : 'decimal'}(${argument(first)})`;
  const scale =
    field.scale === undefined ? '' : `${field.optional && isPlain ? '?' : ''}${SCALES[field.scale]}`;
  return `${head}${terms}${less}${scale}`;
}

export function optionalDecimalCode(row: string, field: Field): string {
  return decimalCode(row, { ...field, optional: true });
}

/** `answer.number('maker')`, exactly computed where it has to be computed. */
export function numberCode(row: string, field: Field): string {
  const isPlain = field.paths.length === 1 && field.less === undefined && field.scale === undefined;
  if (isPlain) return `${row}.number(${argument(field.paths[0])})`;
  return `${decimalCode(row, { ...field, optional: false })}.toNumber()`;
}

/** `row.flag('k.x')`, or the comparison where the venue has a word for it. */
export function flagCode(row: string, field: Field): string {
  if (field.equals === undefined || field.equals === 'true')
    return `${row}.flag(${argument(field.paths[0])})`;
  if (field.equals === 'false') return `!${row}.flag(${argument(field.paths[0])})`;
  return `${row}.text(${argument(field.paths[0])}) === ${literal(field.equals)}`;
}

/** The opposite of `flagCode`. */
export function notFlagCode(row: string, field: Field): string {
  if (field.equals === 'false') return flagCode(row, { ...field, equals: undefined });
  if (field.equals === undefined || field.equals === 'true') return `!${flagCode(row, field)}`;
  return `${row}.text(${argument(field.paths[0])}) !== ${literal(field.equals)}`;
}

/** A path as the argument of an accessor: the row itself needs none. */
export function argument(path: string): string {
  return path === '' ? '' : literal(path);
}

function normalised(mapping: FieldMapping): Field {
  if (typeof mapping === 'string') return { ...PLAIN, paths: [mapping] };
  if ('sum' in mapping) {
    const [first = '', ...others] = mapping.sum;
    return { ...PLAIN, scale: mapping.scale, paths: [first, ...others] };
  }
  if ('cases' in mapping) return { ...PLAIN, cases: mapping.cases, paths: [''] };
  const { path, equals, scale, less, unit, optional = false, statuses } = mapping;
  return { ...PLAIN, paths: [path], equals, scale, less, unit, optional, statuses };
}

const PLAIN = {
  equals: undefined,
  scale: undefined,
  less: undefined,
  unit: undefined,
  optional: false,
  statuses: undefined,
  cases: undefined,
} as const;

const SCALES = {
  percent: '.dividedBy(100)',
  negated: '.negated()',
  basis_points: '.dividedBy(10_000)',
} as const;
