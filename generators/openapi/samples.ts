import { nameScore } from '../../venues/infer/names.js';
import { FIELD_KINDS, isRecord, type FieldKind, type FieldName } from '../../venues/index.js';
import { list, record, text } from './loose.js';

/** An answer that the document prints; nothing where it prints none. */
export function documentedSample(response: unknown, operation: Readonly<Record<string, unknown>>): unknown {
  const media = mediaOf(response);
  const swagger = Object.entries(record(record(response).examples)).find(([kind]) =>
    kind.includes('json'),
  )?.[1];
  const named = Object.values(record(media.examples)).map((one) => record(one).value);
  const schema = schemaOf(response);
  const found = [
    media.example,
    ...named,
    swagger,
    schema.example,
    ...list(schema.examples),
    vendorExample(operation),
  ];
  const sample = found.map(parsed).find((one) => typeof one === 'object' && one !== null);
  if (sample !== undefined) return sample;
  // Examples of each property together are an example of the whole.
  const whole = fromSchema(schema, { depth: 0, name: '', invents: false });
  return whole === MISSING ? undefined : whole;
}

/** An answer of the schema's shape, its values made up; nothing where the schema does not tell the shape. */
export function schemaSample(response: unknown): unknown {
  const built = fromSchema(schemaOf(response), { depth: 0, name: '', invents: true });
  return typeof built === 'object' && built !== null ? built : undefined;
}

function mediaOf(response: unknown): Readonly<Record<string, unknown>> {
  const content = Object.entries(record(record(response).content));
  return record((content.find(([kind]) => kind.includes('json')) ?? content[0])?.[1]);
}

function schemaOf(response: unknown): Readonly<Record<string, unknown>> {
  return record(mediaOf(response).schema ?? record(response).schema);
}

/** `x-response-example` and the like: JSON, perhaps as text that is escaped once more. */
function vendorExample(operation: Readonly<Record<string, unknown>>): unknown {
  return Object.entries(operation).find(([key]) =>
    /^x-.*(response|example).*example$|^x-example$/i.test(key),
  )?.[1];
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  for (const attempt of [value, `"${value}"`]) {
    try {
      const once: unknown = JSON.parse(attempt);
      if (typeof once === 'object') return once;
      if (typeof once === 'string') return JSON.parse(once);
    } catch {
      // Not this way; the next one is tried, and what is no JSON is no sample.
    }
  }
  return undefined;
}

interface Place {
  readonly depth: number;
  readonly name: string;
  /** Whether a value may be made up where none is documented. */
  readonly invents: boolean;
}

const MISSING = Symbol('missing');
const MAX_DEPTH = 8;

function fromSchema(schema: Readonly<Record<string, unknown>>, place: Place): unknown {
  const { depth, name, invents } = place;
  if (depth > MAX_DEPTH || schema.$ref !== undefined) return MISSING;
  const [given] = [schema.example, ...list(schema.examples), schema.const].filter((one) => one !== undefined);
  const isComposed = isRecord(schema.properties) || isRecord(schema.items);
  if (given !== undefined && !(isComposed && typeof given !== 'object')) return given;
  const [alternative] = [...list(schema.oneOf), ...list(schema.anyOf)];
  if (alternative !== undefined) return fromSchema(record(alternative), { ...place, depth: depth + 1 });
  const parts = [schema, ...list(schema.allOf).map(record)];
  const properties = parts.flatMap((part) => Object.entries(record(part.properties)));
  if (properties.length > 0) {
    const members = properties.map(
      ([key, property]) =>
        [key, fromSchema(record(property), { ...place, depth: depth + 1, name: key })] as const,
    );
    const known = members.filter(([, value]) => value !== MISSING);
    return known.length === members.length || (invents && known.length > 0)
      ? Object.fromEntries(known)
      : MISSING;
  }
  if (isRecord(schema.items)) {
    const item = fromSchema(schema.items, { ...place, depth: depth + 1 });
    return item === MISSING ? MISSING : [item];
  }
  const [allowed] = list(schema.enum);
  if (allowed !== undefined && invents) return allowed;
  return invents ? madeUp(schema, name) : MISSING;
}

/** A value that its name and type suggest, so that the field can be told; never the venue's own. */
function madeUp({ type, format }: Readonly<Record<string, unknown>>, name: string): unknown {
  const kind = text(Array.isArray(type) ? type[0] : type);
  if (kind === 'boolean') return true;
  if (kind === 'object' || kind === 'array') return MISSING;
  const usual = SHAPES[kindOf(name) ?? 'text'];
  const isNumber = kind === 'integer' || kind === 'number';
  if (format === 'date-time') return '2024-01-01T00:00:00.000Z';
  if (usual === undefined) return isNumber ? 1 : 'text';
  return isNumber && !Number.isNaN(Number(usual)) ? Number(usual) : usual;
}

function kindOf(name: string): FieldKind | undefined {
  const [best] = FIELDS.map((field) => ({ field, score: nameScore(field, { own: name, holder: '' }, false) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  return best === undefined ? undefined : FIELD_KINDS[best.field];
}

const FIELDS = Object.keys(FIELD_KINDS).filter((name): name is FieldName => Object.hasOwn(FIELD_KINDS, name));

const SHAPES: Readonly<Partial<Record<FieldKind, string>>> = {
  symbol: 'BTC-USDT',
  asset: 'BTC',
  decimal: '0.001',
  integer: '1',
  time: '1700000000000',
  side: 'buy',
  type: 'limit',
  status: 'new',
  time_in_force: 'GTC',
  text: '1',
};
