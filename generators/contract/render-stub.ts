import type { ContractMember, Parameter, Signature, TypeParameter } from './contract.js';
import { LINE_WIDTH, OWN_STYLE } from './text-style.js';

/** What every stub throws; it comes from the runtime. */
export const STUB_EXCEPTION = 'NotImplementedException';

/**
 * A member that does nothing yet but is complete to the type checker and to a reader: the base's doc comment, the
 * base's signature, a body that raises. In the tool's own style, not indented; `exception` is what the file calls
 * the exception.
 */
export function renderStub(member: ContractMember, exception: string = STUB_EXCEPTION): string {
  const name = member.name.replace(/[\\']/g, '\\$&');
  const body = `{\n${OWN_STYLE.indent}throw new ${exception}('${name}');\n}`;
  const doc = member.doc === undefined ? '' : `${member.doc}\n`;
  return doc + declarationsOf(member, body).join('\n');
}

export function renderParameter({ name, type, optional, rest, initializer }: Parameter): string {
  // A default that is more than a literal may name what only the base's file knows.
  const keepsDefault = initializer !== undefined && LITERAL.test(initializer);
  const mark = optional || (initializer !== undefined && !keepsDefault) ? '?' : '';
  const annotation = type === undefined ? '' : `: ${type}`;
  return `${rest ? '...' : ''}${name}${mark}${annotation}${keepsDefault ? ` = ${initializer}` : ''}`;
}

/** A method's name, parameters and type, on one line. */
export function renderSignature(name: string, { typeParameters, parameters, returnType }: Signature): string {
  const type = returnType === undefined ? '' : `: ${returnType}`;
  return `${name}${renderTypeParameters(typeParameters)}(${parameters.map(renderParameter).join(', ')})${type}`;
}

export function renderTypeParameters(parameters: readonly TypeParameter[]): string {
  if (parameters.length === 0) return '';
  const parts = parameters.map(
    ({ name, constraint, default: fallback }) =>
      name +
      (constraint === undefined ? '' : ` extends ${constraint}`) +
      (fallback === undefined ? '' : ` = ${fallback}`),
  );
  return `<${parts.join(', ')}>`;
}

export function returnsPromise(type: string | undefined): boolean {
  return type !== undefined && /^Promise\s*</.test(type);
}

const LITERAL = /^(?:-?\d[\w.]*|true|false|null|undefined|'[^'\\]*'|"[^"\\]*"|\[\]|\{\})$/;

function declarationsOf(member: ContractMember, body: string): string[] {
  switch (member.kind) {
    case 'method':
      return methodLines(member, body);
    case 'getter':
      return [getterLine(member, body)];
    case 'setter':
      return [setterLine(member, member.signatures[0]?.parameters[0], body)];
    case 'property':
      // An accessor may stand for an abstract property, and it can raise; a field would need a value.
      return member.isReadonly
        ? [getterLine(member, body)]
        : [getterLine(member, body), setterLine(member, propertyValue(member), body)];
  }
}

function methodLines(member: ContractMember, body: string): string[] {
  const [first, ...others] = member.signatures;
  if (first === undefined) return [];
  const prefix = prefixOf(member);
  if (others.length === 0) {
    const isAsync = returnsPromise(first.returnType) ? 'async ' : '';
    return [`${signatureLine(`${prefix}${isAsync}${member.name}`, first, ' {'.length)} ${body}`];
  }
  const overloads = member.signatures.map(
    (signature) => `${signatureLine(prefix + member.name, signature, 1)};`,
  );
  const allPromise = member.signatures.every(({ returnType }) => returnsPromise(returnType));
  const head = allPromise
    ? `${prefix}async ${member.name}(..._: unknown[]): Promise<never>`
    : `${prefix}${member.name}(..._: unknown[]): never`;
  return [...overloads, `${head} ${body}`];
}

function getterLine(member: ContractMember, body: string): string {
  const type = member.signatures[0]?.returnType;
  return `${prefixOf(member)}get ${member.name}()${type === undefined ? '' : `: ${type}`} ${body}`;
}

function setterLine(member: ContractMember, value: Parameter | undefined, body: string): string {
  const parameter = value === undefined ? 'value' : renderParameter(value);
  return `${prefixOf(member)}set ${member.name}(${parameter}) ${body}`;
}

function propertyValue(member: ContractMember): Parameter {
  const type = member.signatures[0]?.returnType;
  return { name: 'value', optional: false, rest: false, ...(type === undefined ? {} : { type }) };
}

function prefixOf(member: ContractMember): string {
  return `${member.access === 'protected' ? 'protected ' : ''}${member.isStatic ? 'static ' : ''}override `;
}

/** Parameters go on lines of their own where the signature would not fit on one. */
function signatureLine(head: string, signature: Signature, tail: number): string {
  const parameters = signature.parameters.map(renderParameter);
  const start = head + renderTypeParameters(signature.typeParameters);
  const end = signature.returnType === undefined ? '' : `: ${signature.returnType}`;
  const oneLine = `${start}(${parameters.join(', ')})${end}`;
  if (OWN_STYLE.indent.length + oneLine.length + tail <= LINE_WIDTH || parameters.length === 0)
    return oneLine;
  const comma = signature.parameters.at(-1)?.rest === true ? '' : ',';
  return `${start}(\n${OWN_STYLE.indent}${parameters.join(`,\n${OWN_STYLE.indent}`)}${comma}\n)${end}`;
}
