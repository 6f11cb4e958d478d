import type { ts } from 'ts-morph';
import type { ContractMember, Signature } from '../contract/contract.js';
import { typescript } from '../contract/parser.js';
import { renderSignature } from '../contract/render-stub.js';
import { marginAt, type TextStyle } from '../contract/text-style.js';
import { sameCode } from './same-code.js';
import type { SignatureRewrite } from './signature-rewrite.js';

/**
 * Overloads follow the base where they are the base's own, word for word: the list is exchanged, the implementation
 * behind it stays. Everything else is left to the user, with the lines to write.
 */
export function rewriteOverloads(
  nodes: readonly ts.Node[],
  before: ContractMember,
  after: ContractMember,
  style: TextStyle,
): SignatureRewrite {
  const compiler = typescript();
  // A member that was renamed has its new name here already.
  const heads = nodes.slice(0, -1).filter((node) => compiler.isMethodDeclaration(node));
  const [first] = heads;
  const last = heads.at(-1);
  const wasBase =
    heads.length === before.signatures.length &&
    heads.every((node, index) => sameCode(headOf(node), textOf(after, before.signatures[index])));
  if (first === undefined || last === undefined || !wasBase || after.signatures.length < 2)
    return { edits: [], hands: [advice(after)] };
  const modifiers = first.getSourceFile().text.slice(first.getStart(), first.name.getStart());
  const margin = marginAt(first.getSourceFile().text, first.getStart());
  const lines = after.signatures.map((signature) => `${modifiers}${textOf(after, signature)};`);
  const known = before.signatures.map((signature) => textOf(after, signature));
  const added = after.signatures.map((signature) => textOf(after, signature));
  const isNew = added.some((text) => !known.some((old) => sameCode(old, text)));
  return {
    edits: [{ start: first.getStart(), end: last.end, text: lines.join(style.eol + margin) }],
    hands: isNew ? ['the base changed its overloads; see whether the implementation takes them all'] : [],
  };
}

/** An overload without its modifiers and its semicolon. */
function headOf(node: ts.MethodDeclaration): string {
  return node.getSourceFile().text.slice(node.name.getStart(), node.end).replace(/;$/, '');
}

function textOf({ name }: ContractMember, signature: Signature | undefined): string {
  return signature === undefined ? '' : renderSignature(name, signature);
}

function advice(after: ContractMember): string {
  const [single, ...others] = after.signatures.map((signature) => textOf(after, signature));
  if (others.length === 0)
    return `the base has one signature now: take your overloads away and write "${single ?? after.name}"`;
  const list = [single, ...others].map((text) => `"${text};"`).join(' and ');
  return `the base has overloads now: put ${list} in front of yours, and let yours take them all`;
}
