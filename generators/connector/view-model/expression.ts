import { UserError } from '../../cli/errors.js';
import { literal } from '../../naming/literal.js';
import { parseTemplate, type Placeholder } from '../../../venues/templates.js';

/** TypeScript code that evaluates to a text or a number. */
export interface Expression {
  readonly code: string;
  readonly type: 'text' | 'number';
  /** The same value under a filter that is more than a change of case: `start|iso`. */
  readonly filters?: Readonly<Record<string, Expression>>;
}

/** What placeholders stand for where a template is used. */
export type Scope = Readonly<Record<string, Expression>>;

export function text(code: string): Expression {
  return { code, type: 'text' };
}

export function number(code: string): Expression {
  return { code, type: 'number' };
}

/**
 * A template of the description as code: a literal, one expression, or a template literal.
 * Throws a UserError where a placeholder has no meaning there; `where` names the place for it.
 */
export function templateExpression(template: string, scope: Scope, where: string): Expression {
  const parts = parseTemplate(template);
  const [first] = parts;
  if (first === undefined) return text(literal(''));
  if (parts.length === 1)
    return typeof first === 'string' ? text(literal(first)) : resolve(first, scope, where);
  const pieces = parts.map((part) =>
    typeof part === 'string' ? inTemplate(part) : `\${${resolve(part, scope, where).code}}`,
  );
  return text(`\`${pieces.join('')}\``);
}

/** A name as the key of an object literal. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return `['__proto__']`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** `{ a: x, b }`, one entry a property; `undefined` for none. */
export function objectLiteral(
  entries: readonly (readonly [name: string, code: string])[],
): string | undefined {
  if (entries.length === 0) return undefined;
  const properties = entries.map(([name, code]) =>
    code === name && VARIABLE.test(code) ? code : `${propertyKey(name)}: ${code}`,
  );
  return `{ ${properties.join(', ')} }`;
}

/** What may stand for both a property and its value; a number may not. */
const VARIABLE = /^[A-Za-z_$]/;

function resolve({ name, filter }: Placeholder, scope: Scope, where: string): Expression {
  const known = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (known === undefined) {
    const names = Object.keys(scope).map((key) => `{${key}}`);
    throw new UserError(`${where}: {${name}} means nothing there; known are ${names.join(', ')}`);
  }
  if (filter === undefined) return known;
  const filtered =
    known.filters?.[filter] ?? (known.type === 'text' ? caseFilter(known.code, filter) : undefined);
  if (filtered === undefined) throw new UserError(`${where}: {${name}|${filter}} is no filter for {${name}}`);
  return filtered;
}

function caseFilter(code: string, filter: string): Expression | undefined {
  if (filter === 'lower') return text(`${code}.toLowerCase()`);
  return filter === 'upper' ? text(`${code}.toUpperCase()`) : undefined;
}

/** `literal` escapes back-ticks and `${` too, so that its inside can stand in a template literal. */
function inTemplate(constant: string): string {
  return literal(constant).slice(1, -1);
}
