import type { ts } from 'ts-morph';
import type { ContractMember } from '../contract/contract.js';
import { typescript } from '../contract/parser.js';
import { renderSignature } from '../contract/render-stub.js';
import { sameCode } from './same-code.js';

/**
 * Whether a member of the user's own, written before the base had one of its name, says what the base declares; names
 * of parameters aside. What is not written down says nothing else.
 */
export function declaresSame(
  nodes: readonly ts.Node[],
  { kind, signatures }: Pick<ContractMember, 'kind' | 'signatures'>,
): boolean {
  const compiler = typescript();
  const [node, ...overloads] = nodes;
  const [signature, ...others] = signatures;
  if (node === undefined || signature === undefined || overloads.length > 0 || others.length > 0)
    return false;
  if (kind !== 'method') {
    const isValue =
      compiler.isPropertyDeclaration(node) || compiler.isGetAccessor(node) || compiler.isSetAccessor(node);
    return isValue && sameType(node.type, signature.returnType);
  }
  if (!compiler.isMethodDeclaration(node)) return false;
  const isShort = node.parameters.length <= signature.parameters.length;
  const sameParameters = node.parameters.every(({ type }, index) =>
    sameType(type, signature.parameters[index]?.type),
  );
  return isShort && sameParameters && sameType(node.type, signature.returnType);
}

function sameType(type: ts.TypeNode | undefined, declared: string | undefined): boolean {
  return type === undefined || declared === undefined || sameCode(type.getText(), declared);
}

/** What to look at where it does not. */
export function adviceFor({ kind, name, signatures }: ContractMember): string {
  const lines = signatures.map((signature) =>
    kind === 'method' ? renderSignature(name, signature) : `${name}: ${signature.returnType ?? 'unknown'}`,
  );
  return `the base declares ${lines.map((line) => `"${line}"`).join(' and ')} now; see whether yours fits`;
}
