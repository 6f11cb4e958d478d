import type { Operation, Parameter, Sample } from '../openapi/operations.js';
import { ofSigning, requestText } from '../openapi/request-text.js';
import { isRecord } from '../../venues/index.js';
import type { Role } from '../../venues/infer/roles.js';
import { parameterFor } from '../questionnaire/interview/request-parameters.js';
import { placeholders } from '../../venues/index.js';
import { jsonIn, parseLoosely, type FoundJson } from './json-in-text.js';
import { allowedIn, parametersIn } from './parameter-table.js';
import { pathOf, type PageBlock } from './split-pages.js';

/** A documented request as the reader of OpenAPI documents knows one. */
export function pageOperation(block: PageBlock): Operation {
  const { method, url, heading, text } = block;
  const path = pathOf(url).replaceAll(/<(\w+)>|:(\w+)/g, '{$1$2}');
  const table = parametersIn(text);
  const values = jsonIn(text);
  const { body, answer } = tellApart(block, values);
  const query = [...new URLSearchParams(url.split('?')[1] ?? '')].map(given);
  const form = body === undefined ? [...new URLSearchParams(block.body)].map(given) : [];
  const sent = Object.entries(body ?? {}).map(([name, value]) => given([name, textOf(value)]));
  const isBody = method !== 'GET' && query.length === 0 && (method !== 'DELETE' || body !== undefined);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const listed = table.filter(({ name }) => !inPath.includes(name));
  const encode =
    body !== undefined
      ? 'json'
      : form.length > 0 || takesForm(block, table)
        ? 'form'
        : isBody && listed.length > 0
          ? 'json'
          : undefined;
  return {
    method,
    path,
    id: '',
    summary: heading,
    tags: [],
    isDeprecated: false,
    inPath: inPath.map((name) => table.find((one) => one.name === name) ?? given([name, ''])),
    inQuery: isBody ? [] : merged(query, listed),
    inBody: isBody ? merged([...form, ...sent], listed) : [],
    inHeader: [],
    encode: isBody ? encode : undefined,
    sample: () => answer,
    errorSample: () => undefined,
    ...(body === undefined
      ? {}
      : { written: (role: Role) => writtenText({ method, path, body }, listed, role) }),
  };
}

/** A body that is signed as a parameter, or said to be a form. */
function takesForm({ text, headers }: PageBlock, table: readonly Parameter[]): boolean {
  return (
    /x-www-form-urlencoded/i.test(`${headers.join(' ')} ${text}`) ||
    table.some(({ name }) => /^(signature|sign|timestamp)$/i.test(name))
  );
}

interface Told {
  readonly body?: Readonly<Record<string, unknown>>;
  readonly answer?: Sample;
}

const OF_REQUEST = /request|body|param|payload|\s-d\b/i;
const OF_ANSWER = /respon|return|reply|answer|result|output|200 ?ok/i;

/** Of the values on a page, which is sent and which is answered: as its label says, else the first is sent. */
function tellApart({ method, body: beside, text }: PageBlock, values: readonly FoundJson[]): Told {
  const sent = parseLoosely(beside);
  let before = 0;
  const labelled = values.map(({ value, start, end }) => {
    const label = text.slice(Math.max(before, start - 120), start);
    before = end;
    // The nearest of two words counts.
    const says = [OF_REQUEST, OF_ANSWER].map((words) =>
      label.split('\n').findLastIndex((line) => words.test(line)),
    );
    return {
      value,
      isRequest: (says[0] ?? -1) > (says[1] ?? -1),
      isAnswer: (says[1] ?? -1) > (says[0] ?? -1),
    };
  });
  const mayBody = method !== 'GET' && !isRecord(sent) && beside === '';
  const told = mayBody ? labelled.find(({ isRequest }) => isRequest)?.value : undefined;
  const first =
    mayBody && labelled.length > 1 && labelled[0]?.isAnswer === false ? labelled[0].value : undefined;
  const body = isRecord(sent) ? sent : (told ?? first);
  const rest = labelled.filter(({ value }) => value !== body);
  const answer = rest.find(({ isAnswer }) => isAnswer) ?? rest.find(({ isRequest }) => !isRequest);
  return {
    ...(isRecord(body) ? { body } : {}),
    ...(answer === undefined ? {} : { answer: { value: answer.value, isBuilt: false } }),
  };
}

/** The example's body as it is, what signs it left out, with what the table adds to it. */
function writtenText(
  { method, path, body }: Pick<Operation, 'method' | 'path'> & { body: Readonly<Record<string, unknown>> },
  table: readonly Parameter[],
  role: Role,
): string {
  const own = Object.entries(body).filter(([name]) => !ofSigning(name));
  const said = new Set(own.flatMap(([name, value]) => meanings(name, value, role)));
  const added = table.flatMap(({ name }) => {
    const [meaning] = meanings(name, '', role);
    const isNew = meaning === 'client_order_id' && !said.has(meaning) && !Object.hasOwn(body, name);
    return isNew ? [[name, `{${meaning}}`] as const] : [];
  });
  const operation = {
    method,
    path,
    inPath: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => given([name, ''])),
  };
  return `${requestText(operation, role)} ${JSON.stringify(Object.fromEntries([...own, ...added]))}`;
}

function meanings(name: string, value: unknown, role: Role): readonly string[] {
  const known = parameterFor(name, textOf(value), role);
  const text = isRecord(known) && 'value' in known ? known.value : known;
  return typeof text === 'string' ? placeholders(text).map((one) => one.name) : [];
}

/** An example's values, with what the table says of them; then what the table has besides. */
function merged(examples: readonly Parameter[], table: readonly Parameter[]): readonly Parameter[] {
  const named = examples.map((one) => {
    const listed = table.find(({ name }) => name === one.name);
    return listed === undefined ? one : { ...listed, required: true, example: one.example };
  });
  return [...named, ...table.filter(({ name }) => !examples.some((one) => one.name === name))];
}

function given([name, value]: readonly [string, string]): Parameter {
  return { name, required: true, description: '', example: value, allowed: allowedIn(''), type: '' };
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? '' : String(value);
}
