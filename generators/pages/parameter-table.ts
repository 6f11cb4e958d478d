import type { Parameter } from '../openapi/operations.js';

const TYPE =
  /^(?:string|str|text|int\d*|integer|long|bigint|u?int\d*|number|num|decimal|bigdecimal|float|double|enum|bool|boolean|array|object|list|timestamp|date(?:time)?|uuid)(?:\s*[[(<].*)?$/i;
const YES = /^\W*(?:yes|y|true|required|mandatory|must)\W*$/i;
const NO = /^\W*(?:no|n|false|optional|conditional)\W*$/i;
const ANSWER = /^\W*(?:http )?(?:responses?|returns?|reply|answer|output|result)\b(?!.*\brequest\b)/i;

/** The parameters of a request as a documentation's table lists them; the fields of its answer are not among them. */
export function parametersIn(text: string): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const line of text.split('\n')) {
    // Some pages print the answer first; what follows one that stands after the parameters is its fields.
    if (ANSWER.test(line) && found.size > 0) break;
    const parameter = parameterOf(line.slice(0, 2000));
    if (parameter !== undefined && !found.has(parameter.name)) found.set(parameter.name, parameter);
  }
  return [...found.values()];
}

/** `symbol | STRING | YES | the pair`, its cells between bars, tabs or wide blanks. */
function parameterOf(line: string): Parameter | undefined {
  const cells = line
    .replaceAll(/^\s*\|?\s*|\s*\|?\s*$/g, '')
    .split(/\s*[|\t]\s*|\s{2,}/)
    .map((cell) => cell.replaceAll(/[`*]/g, '').trim());
  const [name = '', ...rest] = cells;
  if (!/^[A-Za-z_][\w.-]{0,59}$/.test(name) || rest.length === 0) return undefined;
  const type = rest.find((cell) => TYPE.test(cell));
  const required = rest.some((cell) => YES.test(cell));
  if (type === undefined || !(required || rest.some((cell) => NO.test(cell)))) return undefined;
  const description = rest.filter((cell) => cell !== type && !YES.test(cell) && !NO.test(cell)).join(' ');
  const allowed = allowedIn(description);
  return { name, required, description, example: allowed[0], allowed, type };
}

/** `BUY, SELL` or `limit/market` or `1m 5m 1h`: words of one kind beside each other. */
export function allowedIn(description: string): readonly string[] {
  const list = /(?<![\w-])["'`]?[\w-]{1,20}["'`]?(?:\s*[,/|;]\s*(?:or\s+)?["'`]?[\w-]{1,20}["'`]?)+/.exec(
    description,
  )?.[0];
  if (list === undefined) return [];
  const words = list.split(/\s*[,/|;]\s*(?:or\s+)?/).map((word) => word.replaceAll(/["'`]/g, ''));
  return words.every((word) => word !== '') ? words : [];
}
