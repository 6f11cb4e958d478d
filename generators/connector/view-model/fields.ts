import { literal } from '../../naming/literal.js';
import { namesAssets } from '../../../venues/asset-paths.js';
import type {
  FieldMap,
  FieldMapping,
  FieldName,
  OrderStatusName,
  SideWords,
  StatusCase,
} from '../../../venues/index.js';
import { UserError } from '../../cli/errors.js';
import { templateExpression, text } from './expression.js';

/** A mapped field of a row, with everything that a mapping can say. */
export interface Field {
  readonly paths: readonly [string, ...string[]];
  readonly equals: string | undefined;
  readonly scale: keyof typeof SCALES | undefined;
  readonly less: string | undefined;
  /** Where a cancel's answers and frames have the order's own client id. */
  readonly original: string | undefined;
  readonly plus: number | undefined;
  readonly from: number | undefined;
  /** The list of the answer in which what stands at the path names a row. */
  readonly lookup: Lookup | undefined;
  /** The paths are places of which the answer has one. */
  readonly isAny: boolean;
  /** What no answer tells. */
  readonly value: string | undefined;
  readonly unit: 's' | 'ms' | 'us' | 'ns' | 'iso' | undefined;
  readonly optional: boolean;
  /** A status's own words. */
  readonly statuses: Readonly<Record<string, OrderStatusName>> | undefined;
  /** A side's own words. */
  readonly sides: SideWords | undefined;
  /** The rows that have the field. */
  readonly where: Readonly<Record<string, string>> | undefined;
  /** A status that flags tell instead. */
  readonly cases: readonly StatusCase[] | undefined;
}

interface Lookup {
  readonly list: string;
  readonly by: string;
  readonly take: string;
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
  if (field.isAny) return anyCode(row, field.paths);
  return `${row}.${field.optional ? 'optionalText' : 'text'}(${argument(field.paths[0])})`;
}

/** `row.optionalText('resting.oid') ?? row.text('filled.oid')` */
function anyCode(row: string, paths: readonly string[]): string {
  return paths
    .map((path, index) => `${row}.${index < paths.length - 1 ? 'optionalText' : 'text'}(${argument(path)})`)
    .join(' ?? ');
}

export function optionalTextCode(row: string, field: Field): string {
  const own = `${row}.optionalText(${pathCode(field.paths[0])})`;
  if (field.original === undefined) return own;
  return `(${row}.optionalText(${pathCode(field.original)}) || ${own})`;
}

/** `row.decimal('executedQty')`, with what scale, sum and difference ask for. */
export function decimalCode(row: string, field: Field): string {
  const [first, ...others] = field.paths;
  const terms = others.map((path) => `.plus(${row}.decimal(${pathCode(path)}))`).join('');
  const less = field.less === undefined ? '' : `.minus(${row}.decimal(${pathCode(field.less)}))`;
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

/** The condition for a text to be the venue's word; of a word that ends in `*`, for the text to begin so. */
export function wordCode(row: string, path: string, word: string): string {
  const given = `${row}.text(${argument(path)})`;
  return word.endsWith('*')
    ? `${given}.startsWith(${literal(word.slice(0, -1))})`
    : `${given} === ${literal(word)}`;
}

/**
 * The condition for a row to tell of a buy: by its word for the side, else by the sign of an amount. Undefined where
 * neither is mapped.
 */
export function isBuyCode(row: string, fields: FieldMap, usual: SideWords): string | undefined {
  const side = fieldOf(fields, 'side');
  if (side !== undefined) return wordCode(row, side.paths[0], (side.sides ?? usual).buy);
  const amount = (['size', 'fill_size', 'filled_size'] as const)
    .map((name) => fieldOf(fields, name))
    .find((field) => field?.scale === 'signed');
  return amount && `${row}.decimal(${argument(amount.paths[0])}).isPositive()`;
}

/** The opposite of `flagCode`. */
export function notFlagCode(row: string, field: Field): string {
  if (field.equals === 'false') return flagCode(row, { ...field, equals: undefined });
  if (field.equals === undefined || field.equals === 'true') return `!${flagCode(row, field)}`;
  return `${row}.text(${argument(field.paths[0])}) !== ${literal(field.equals)}`;
}

/** A path as the argument of an accessor: the row itself needs none. */
export function argument(path: string): string {
  return path === '' ? '' : pathCode(path);
}

/** Members that are named after the market's assets need it: readers have it as `symbol`. */
function pathCode(path: string): string {
  return namesAssets(path) ? templateExpression(path, MARKET_ASSETS, path).code : literal(path);
}

const MARKET_ASSETS = { base: text('symbol.base'), quote: text('symbol.quote') };

function normalised(mapping: FieldMapping): Field {
  if (typeof mapping === 'string') return { ...PLAIN, paths: [mapping] };
  if ('sum' in mapping) {
    const [first = '', ...others] = mapping.sum;
    return { ...PLAIN, scale: mapping.scale, paths: [first, ...others] };
  }
  if ('cases' in mapping) return { ...PLAIN, cases: mapping.cases, paths: [''] };
  if ('value' in mapping) return { ...PLAIN, value: mapping.value, paths: [''] };
  if ('any' in mapping) {
    const [first = '', ...others] = mapping.any;
    return { ...PLAIN, isAny: true, paths: [first, ...others] };
  }
  const { plus, from, lookup } = mapping;
  const { path, equals, scale, less, original, unit, optional = false, statuses, sides, where } = mapping;
  return {
    ...PLAIN,
    plus,
    from,
    lookup,
    paths: [path],
    equals,
    scale,
    less,
    original,
    unit,
    optional,
    statuses,
    sides,
    where,
  };
}

const PLAIN = {
  equals: undefined,
  scale: undefined,
  less: undefined,
  original: undefined,
  plus: undefined,
  from: undefined,
  lookup: undefined,
  isAny: false,
  value: undefined,
  unit: undefined,
  optional: false,
  statuses: undefined,
  sides: undefined,
  where: undefined,
  cases: undefined,
} as const;

const SCALES = {
  percent: '.dividedBy(100)',
  negated: '.negated()',
  basis_points: '.dividedBy(10_000)',
  signed: '.abs()',
} as const;
