import { isRecord } from '../../venues/index.js';
import type { Role } from '../../venues/infer/roles.js';
import { list, record, text } from './loose.js';
import { documentedSample, schemaSample } from './samples.js';
import type { OpenApiDocument } from './read-document.js';

/** A parameter of a request, wherever it is sent. */
export interface Parameter {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  /** A documented value, else the first that is allowed. */
  readonly example: unknown;
  readonly allowed: readonly unknown[];
  readonly type: string;
}

/** One operation, in whichever version of OpenAPI it was written. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With the path of the server's address. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly isDeprecated: boolean;
  readonly inPath: readonly Parameter[];
  readonly inQuery: readonly Parameter[];
  readonly inBody: readonly Parameter[];
  readonly inHeader: readonly string[];
  readonly encode: 'json' | 'form' | undefined;
  /** Asked of few operations, so it is worked out when it is asked for. */
  readonly sample: () => Sample | undefined;
  readonly errorSample: () => unknown;
  /** The request as an example prints it, where there is one. */
  readonly written?: (role: Role) => string;
}

/** A documented answer; `isBuilt`: made up from the schema of the answer. */
export interface Sample {
  readonly value: unknown;
  readonly isBuilt: boolean;
}

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** @param prefix the path of the server's address, such as `/api/v3` */
export function operationsOf(document: OpenApiDocument, prefix: string): readonly Operation[] {
  return Object.entries(record(document.paths)).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = record(item)[method];
      if (!isRecord(operation)) return [];
      const inherited = list(record(item).parameters);
      return [operationOf(method, `${prefix}${path}`, operation, inherited)];
    }),
  );
}

function operationOf(
  method: (typeof METHODS)[number],
  path: string,
  operation: Readonly<Record<string, unknown>>,
  inherited: readonly unknown[],
): Operation {
  const all = [...inherited, ...list(operation.parameters)].filter(isRecord);
  const placed = (place: string): readonly Parameter[] =>
    all.filter((one) => one.in === place).map(parameterOf);
  const body = bodyOf(operation, all);
  const responses = record(operation.responses);
  const good = Object.entries(responses).find(([status]) => /^(2..|default)$/i.test(status))?.[1];
  const bad = Object.entries(responses).find(([status]) => /^4../.test(status))?.[1];
  return {
    method: METHOD_NAMES[method],
    path: path.replaceAll(/\/{2,}/g, '/'),
    id: text(operation.operationId),
    summary: text(operation.summary) || text(operation.description).split(/[.\n]/)[0] || '',
    tags: list(operation.tags).map(String),
    isDeprecated: operation.deprecated === true,
    inPath: placed('path'),
    inQuery: placed('query'),
    inBody: body.parameters,
    inHeader: all.filter((one) => one.in === 'header').map(({ name }) => text(name)),
    encode: body.encode,
    sample: () => sampleOf(good, operation),
    errorSample: () => documentedSample(bad, {}),
  };
}

function sampleOf(response: unknown, operation: Readonly<Record<string, unknown>>): Sample | undefined {
  const documented = documentedSample(response, operation);
  if (documented !== undefined) return { value: documented, isBuilt: false };
  const built = schemaSample(response);
  return built === undefined ? undefined : { value: built, isBuilt: true };
}

const METHOD_NAMES = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

interface Body {
  readonly parameters: readonly Parameter[];
  readonly encode: 'json' | 'form' | undefined;
}

/** OpenAPI 3 has a requestBody; Swagger 2.0 has parameters `in: body` or `in: formData`. */
function bodyOf(
  operation: Readonly<Record<string, unknown>>,
  parameters: readonly Readonly<Record<string, unknown>>[],
): Body {
  const content = record(record(operation.requestBody).content);
  const [kind, media] =
    Object.entries(content).find(([name]) => name.includes('json')) ?? Object.entries(content)[0] ?? [];
  if (kind !== undefined)
    return {
      parameters: propertiesOf(record(media).schema, record(media).example),
      encode: kind.includes('form') ? 'form' : 'json',
    };
  const form = parameters.filter((one) => one.in === 'formData');
  if (form.length > 0) return { parameters: form.map(parameterOf), encode: 'form' };
  const body = parameters.find((one) => one.in === 'body');
  return body === undefined
    ? { parameters: [], encode: undefined }
    : { parameters: propertiesOf(body.schema, undefined), encode: 'json' };
}

function propertiesOf(schema: unknown, example: unknown): readonly Parameter[] {
  const parts = [record(schema), ...list(record(schema).allOf).map(record)];
  const required = parts.flatMap((part) => list(part.required));
  return parts.flatMap((part) =>
    Object.entries(record(part.properties)).map(([name, property]) =>
      parameterOf({
        name,
        required: required.includes(name),
        schema: property,
        description: record(property).description,
        example: record(example)[name],
      }),
    ),
  );
}

function parameterOf(parameter: Readonly<Record<string, unknown>>): Parameter {
  // Swagger 2.0 has the schema's keys in the parameter itself.
  const schema = { ...parameter, ...record(parameter.schema) };
  const allowed = [...list(schema.enum), ...list(record(schema.items).enum)];
  const examples = Object.values(record(parameter.examples)).map((one) => record(one).value);
  const [example] = [parameter.example, ...examples, schema.example, ...list(schema.examples), schema.default]
    // Some documents list examples where one is meant.
    .map((one) => (Array.isArray(one) ? (one[0] as unknown) : one))
    .filter((one) => one !== undefined && one !== null && one !== '');
  return {
    name: text(parameter.name),
    required: parameter.required === true,
    description: text(parameter.description),
    example: example ?? allowed[0],
    allowed,
    type: text(Array.isArray(schema.type) ? schema.type[0] : schema.type),
  };
}
