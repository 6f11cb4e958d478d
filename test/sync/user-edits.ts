import { classContainer } from '../../generators/contract/insert-units.js';
import { findClass } from '../../generators/contract/find-class.js';
import { parse, syntaxFault, typescript } from '../../generators/contract/parser.js';
import { OWN_STYLE } from '../../generators/contract/text-style.js';
import type { Unit } from '../../generators/contract/units.js';
import type { UserEdit } from './generated-cases.js';

/** A text with the edits made. Every line that the user writes holds `user` and a number of its own. */
export function withEdits(text: string, edits: readonly UserEdit[]): string {
  const layout = edits.filter(({ kind }) => LAYOUTS.has(kind));
  const content = edits.filter(({ kind }) => !LAYOUTS.has(kind));
  const written = content.reduce((result, edit, index) => change(result, edit, index), text);
  return layout.reduce(relaid, written);
}

/** The lines that are the user's own, without the white space around them; signatures follow the base. */
export function userLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => /user\d/.test(line) && !/\boverride\b|^\s*user\w+: Order\b/.test(line))
    .map((line) => line.trim());
}

const LAYOUTS: ReadonlySet<UserEdit['kind']> = new Set([
  'tabs',
  'crlf',
  'bom',
  'double-quotes',
  'blank-lines',
  'mixed-eol',
  'four-spaces',
  'no-semicolons',
]);

function change(text: string, { kind, at }: UserEdit, index: number): string {
  const name = `user${index}x${at}`;
  switch (kind) {
    case 'statement':
      return intoBody(text, at, `const ${name} = 1;\n    void ${name};`);
    case 'comment':
      return betweenMembers(text, at, `// ${name} wrote this: class Exchange { connect() {} }`);
    case 'member':
      return betweenMembers(text, at, `${name} = 1;`);
    case 'generic-member':
      return betweenMembers(
        text,
        at,
        `async ${name}<T extends string>(value: T): Promise<T> {\n    return value; // ${name}\n  }`,
      );
    case 'overloads':
      return betweenMembers(
        text,
        at,
        `${name}(value: string): string;\n  ${name}(value: number): number;\n  ${name}(value: string | number): string | number {\n    return value; // ${name}\n  }`,
      );
    case 'nested-class':
      return betweenMembers(
        text,
        at,
        `readonly ${name} = class {\n    connect(): string { return '${name}'; }\n  };`,
      );
    case 'decorated':
      return `${betweenMembers(text, at, `@${name}Mark\n  ${name}(): void {}`)}\nfunction ${name}Mark(_value: unknown, _context: unknown): void {}\n`;
    case 'template-string':
      return betweenMembers(
        text,
        at,
        `readonly ${name} = \`\n  override async connect(): Promise<void> { // ${name}\n} \${'${name}'} }\n\`;`,
      );
    case 'function':
      return `${text}\nfunction ${name}(): void {} // ${name}\n`;
    case 'delete-member':
      return withoutMember(text, at);
    case 'reorder':
      return reordered(text, at);
    case 'decorated-generated':
      return `${beforeMember(text, at, `@${name}Mark\n  `)}\nfunction ${name}Mark(_value: unknown, _context: unknown): void {}\n`;
    case 'rename-member':
      return text.replaceAll(/\bsign\b/g, name);
    case 'rename-parameter':
      return inMember(text, 'submitOrder', (member) => member.replaceAll(/\b(?:order|request)\b/g, name));
    case 'wrapped-signature':
      return inMember(text, 'submitOrder', (member) =>
        member.replace(/\(([^()\n]+)\): Promise/, '(\n    $1,\n  ): Promise'),
      );
    case 'implement-slow':
      return inMember(text, 'isSlow', (member) =>
        member.replace(/throw new \w+\('isSlow'\);/, `return this.rest !== undefined; // ${name}`),
      );
    case 'delete-line':
      return withoutLine(text, at);
    case 'one-line-body':
      return inMember(text, 'connect', (member) => member.replaceAll(/\s*\n\s*/g, onOneLine(member)));
    case 'arrow-field':
      return inMember(text, 'connect', asArrow);
    case 'second-class':
      return secondClass(text, name);
    case 'unicode':
      return betweenMembers(text, at, `readonly ${name}größe = '🚀 𝒳 ${name}';`);
    case 'prettier-ignore':
      return betweenMembers(
        text,
        at,
        `// prettier-ignore ${name}\n  readonly ${name} = [ 1,0,\n      0,1 ];`,
      );
    case 'own-as-added':
      return ownMember(
        text,
        'getOrder',
        `async getOrder(id: string): Promise<Order | undefined> {\n    return undefined; // ${name}\n  }`,
      );
    case 'private-as-added':
      return ownMember(
        text,
        'getOpenOrders',
        `private getOpenOrders(): string {\n    return '${name}';\n  }`,
      );
    case 'override-concrete':
      return ownMember(
        text,
        'isBackTrading',
        `override isBackTrading(): boolean {\n    return !super.isBackTrading(); // ${name}\n  }`,
      );
    case 'commented-decorators':
      return `${beforeMember(text, at, `/* ${name} */\n  @${name}Mark // ${name} once {\n  /** ${name} */\n  `)}\nfunction ${name}Mark(_value: unknown, _context: unknown): void {}\n`;
    default:
      return intoBody(text, at, `void 0; // ${name}`);
  }
}

function relaid(text: string, { kind, at }: UserEdit): string {
  switch (kind) {
    case 'tabs':
      return text.includes('`')
        ? text
        : text.replaceAll(/^(?: {2})+/gm, (spaces) => '\t'.repeat(spaces.length / 2));
    case 'crlf':
      return text.replaceAll(/\r?\n/g, '\r\n');
    case 'mixed-eol':
      return text.replaceAll(/\r?\n/g, (_, offset: number) => (offset % (at + 2) === 0 ? '\r\n' : '\n'));
    case 'bom':
      return text.startsWith('\uFEFF') ? text : `\uFEFF${text}`;
    case 'double-quotes':
      return text.replaceAll(/'([\w/-]*)'/g, (whole, inner: string) =>
        text.includes('`') ? whole : `"${inner}"`,
      );
    case 'four-spaces':
      return text.includes('`') ? text : text.replaceAll(/^(?: {2})+/gm, '$&$&');
    case 'no-semicolons':
      return sound(text, text.includes('`') ? text : text.replaceAll(/;(?=\r?$)/gm, ''));
    default:
      return betweenMembers(text.replace(/^\uFEFF/, ''), at, '');
  }
}

/** A change that would break the file is none. */
function sound(text: string, changed: string): string {
  return syntaxFault(parse(changed)) === undefined ? changed : text;
}

/** What stands between two lines that become one; a comment would swallow the rest. */
function onOneLine(member: string): string {
  return member.includes('//') ? '\n    ' : ' ';
}

/** A method as a field with an arrow function. */
function asArrow(member: string): string {
  const arrow = member.replace(
    /override async connect\(\): Promise<void> \{/,
    'override connect = async (): Promise<void> => {',
  );
  return arrow === member ? member : `${arrow};`;
}

/** The helper moves to a class of its own. */
function secondClass(text: string, name: string): string {
  const unit = members(text).find((one) => one.name === 'sign');
  if (unit === undefined) return text;
  const body = `return text; // ${name}`;
  const rest = text.slice(0, unit.leadStart).trimEnd() + text.slice(unit.end);
  return `${rest}\nclass ${name} {\n  static sign(text: string): string {\n    ${body}\n  }\n}\n`;
}

/** A member of the user's own, unless there is one of the name. */
function ownMember(text: string, name: string, member: string): string {
  return members(text).some((unit) => unit.name === name) ? text : betweenMembers(text, 0, member);
}

/** One of the generated statements goes. */
function withoutLine(text: string, at: number): string {
  const lines = text.split('\n');
  const found = lines.flatMap((line, index) => (/^ {4}(?!.*user\d)\S.*;$/.test(line) ? [index] : []));
  const gone = found[at % found.length];
  return gone === undefined ? text : sound(text, lines.filter((_, index) => index !== gone).join('\n'));
}

function members(text: string): readonly Unit[] {
  return classContainer(findClass(parse(text), 'Exchange', 'exchange.ts'), OWN_STYLE).units;
}

function beforeMember(text: string, at: number, inserted: string): string {
  const units = members(text).filter(({ nodes }) => typescript().isMethodDeclaration(nodes[0]));
  const unit = units[at % units.length];
  return unit === undefined ? text : `${text.slice(0, unit.start)}${inserted}${text.slice(unit.start)}`;
}

/** One member, comments aside, rewritten. */
function inMember(text: string, name: string, rewrite: (member: string) => string): string {
  const unit = members(text).find((one) => one.name === name);
  if (unit === undefined) return text;
  return text.slice(0, unit.start) + rewrite(text.slice(unit.start, unit.end)) + text.slice(unit.end);
}

function betweenMembers(text: string, at: number, inserted: string): string {
  const units = members(text);
  const unit = units[at % units.length];
  return unit === undefined ? text : `${text.slice(0, unit.end)}\n\n  ${inserted}${text.slice(unit.end)}`;
}

/** At the beginning of a method's body. */
function intoBody(text: string, at: number, statement: string): string {
  const bodies = members(text).flatMap(({ nodes }) => {
    const node = nodes.at(-1);
    return node !== undefined &&
      'body' in node &&
      typeof node.body === 'object' &&
      node.body !== null &&
      'pos' in node.body
      ? [node]
      : [];
  });
  const chosen = bodies[at % bodies.length];
  if (chosen === undefined || !('body' in chosen)) return text;
  const open = text.indexOf('{\n', chosen.getStart() + chosen.getText().indexOf(')'));
  if (open < 0 || open > chosen.end) return text;
  return `${text.slice(0, open + 2)}    ${statement}\n${text.slice(open + 2)}`;
}

function withoutMember(text: string, at: number): string {
  const units = members(text);
  const unit = units[at % units.length];
  if (unit === undefined || /user\d/.test(text.slice(unit.leadStart, unit.end))) return text;
  return text.slice(0, unit.leadStart).trimEnd() + text.slice(unit.end);
}

/** Moves one member to the end. */
function reordered(text: string, at: number): string {
  const units = members(text);
  const unit = units[at % units.length];
  const last = units.at(-1);
  if (unit === undefined || last === undefined || unit === last) return text;
  const moved = text.slice(unit.leadStart, unit.end);
  const rest = `${text.slice(unit.end, last.end)}\n\n  ${moved}${text.slice(last.end)}`;
  return text.slice(0, unit.leadStart).trimEnd() + rest;
}
