const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Any plain value as the TypeScript expression that evaluates to it: the one door through which a value
 * enters generated code. Text comes out in single quotes, on one line, with everything escaped that could end
 * the string, start a template, close a script or comment, or hide in an editor (line separators, bidirectional
 * controls, lone surrogates). Throws a TypeError for what has no literal: functions, symbols, class instances, cycles.
 */
export function literal(value: unknown): string {
  return write(value, new Set());
}

/**
 * Text for inside a comment, on one line: it can neither end the comment nor start a compiler directive.
 */
export function comment(value: unknown): string {
  return String(value)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/\*\//g, '* /')
    .replaceAll(/\/\*/g, '/ *')
    .replaceAll(/@ts-/g, '@ ts-')
    .replaceAll(LONE_SURROGATE, '\ufffd')
    .trim();
}

function write(value: unknown, above: ReadonlySet<object>): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, above);
    default:
      throw new TypeError(`a ${typeof value} has no literal`);
  }
}

function writeObject(value: object, above: ReadonlySet<object>): string {
  if (above.has(value)) throw new TypeError('a value that holds itself has no literal');
  const path = new Set(above).add(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => write(item, path)).join(', ')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`a ${value.constructor.name} has no literal`);
  }
  const entries = Object.entries(value).map(([key, item]) => `${propertyName(key)}: ${write(item, path)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function propertyName(key: string): string {
  // Written plainly, `__proto__:` would set the prototype instead of a property.
  if (key === '__proto__') return `['__proto__']`;
  return IDENTIFIER.test(key) ? key : quote(key);
}

/** Control characters, line separators, bidirectional and zero-width marks. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const SHORT: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  "'": "\\'",
  '\\': '\\\\',
};

function quote(text: string): string {
  const escaped = text
    .replaceAll(/[\\'\n\r\t]/g, (character) => SHORT[character] ?? character)
    .replaceAll(UNSEEN, (run) => run.replaceAll(/[^]/g, codeUnit))
    .replaceAll(LONE_SURROGATE, codeUnit)
    .replaceAll('`', String.raw`\x60`)
    .replaceAll('${', String.raw`$\x7b`)
    .replaceAll('</', String.raw`<\/`)
    .replaceAll('<!--', String.raw`<\!--`);
  return `'${escaped}'`;
}

function codeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
