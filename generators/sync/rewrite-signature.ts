import type { ts } from 'ts-morph';
import type { ContractMember, Signature } from '../contract/contract.js';
import type { Edit } from '../contract/edits.js';
import { typescript } from '../contract/parser.js';
import { renderSignature, renderTypeParameters, returnsPromise } from '../contract/render-stub.js';
import type { TextStyle } from '../contract/text-style.js';
import { parameterRewrite } from './rewrite-parameters.js';
import { sameCode } from './same-code.js';
import type { SignatureRewrite } from './signature-rewrite.js';

/**
 * Brings one declaration from the base's old signature to its new one. What the user has written differently from
 * the old signature stays as the user has it; the body changes only where a parameter is merely renamed.
 */
export function rewriteSignature(
  node: ts.ClassElement,
  before: ContractMember,
  after: ContractMember,
  style: TextStyle,
): SignatureRewrite {
  const compiler = typescript();
  const [old] = before.signatures;
  const [now] = after.signatures;
  if (old === undefined || now === undefined) return { edits: [], hands: [] };
  const access = accessEdits(node, before, after);
  if (compiler.isPropertyDeclaration(node)) {
    const isTyped = after.kind !== 'method' && node.type !== undefined;
    const followed = isTyped ? typeRewrite(node.type, old, now) : fieldAdvice(after, old, now);
    return joined({ edits: access, hands: [] }, followed);
  }
  if (!compiler.isMethodDeclaration(node) && !compiler.isAccessor(node)) return { edits: access, hands: [] };
  return joined(
    { edits: access, hands: [] },
    typeParameterRewrite(node, old, now),
    parameterRewrite(node, old.parameters, now.parameters, style),
    node.type === undefined ? { edits: [], hands: [] } : typeRewrite(node.type, old, now),
    asyncRewrite(node, old, now),
  );
}

const NOTHING: SignatureRewrite = { edits: [], hands: [] };

function byHand(why: string): SignatureRewrite {
  return { edits: [], hands: [why] };
}

function joined(...parts: readonly SignatureRewrite[]): SignatureRewrite {
  return { edits: parts.flatMap(({ edits }) => edits), hands: parts.flatMap(({ hands }) => hands) };
}

/** A field in a method's place (`name = () => …`), or one without a type, is left as it is. */
function fieldAdvice({ name }: ContractMember, old: Signature, now: Signature): SignatureRewrite {
  if (sameCode(shapeOf(old), shapeOf(now))) return NOTHING;
  return byHand(`the base declares "${renderSignature(name, now)}" now; see whether your field still fits`);
}

/** A signature without the names of its parameters. */
function shapeOf(signature: Signature): string {
  const parameters = signature.parameters.map((parameter, index) => ({ ...parameter, name: `_${index}` }));
  return renderSignature('', { ...signature, parameters });
}

function accessEdits(node: ts.ClassElement, before: ContractMember, after: ContractMember): Edit[] {
  const compiler = typescript();
  if (before.access === after.access || !compiler.canHaveModifiers(node)) return [];
  const modifiers = compiler.getModifiers(node) ?? [];
  const written = modifiers.find(({ kind }) => kind === compiler.SyntaxKind.ProtectedKeyword);
  const first = modifiers[0] ?? node.name ?? node;
  if (after.access === 'protected') {
    const at = first.getStart();
    const isPublic = modifiers.find(({ kind }) => kind === compiler.SyntaxKind.PublicKeyword);
    if (written !== undefined) return [];
    return isPublic === undefined
      ? [{ start: at, end: at, text: 'protected ' }]
      : [{ start: isPublic.getStart(), end: isPublic.end, text: 'protected' }];
  }
  if (written === undefined) return [];
  const space = /^\s*/.exec(node.getSourceFile().text.slice(written.end))?.[0].length ?? 0;
  return [{ start: written.getStart(), end: written.end + space, text: '' }];
}

function typeRewrite(node: ts.TypeNode, old: Signature, now: Signature): SignatureRewrite {
  if (now.returnType === undefined || old.returnType === undefined) return NOTHING;
  if (sameCode(old.returnType, now.returnType) || sameCode(node.getText(), now.returnType)) return NOTHING;
  if (!sameCode(node.getText(), old.returnType)) {
    return byHand(`the base now has the type ${now.returnType}; yours is ${node.getText()}`);
  }
  return {
    edits: [{ start: node.getStart(), end: node.end, text: now.returnType }],
    hands: [`the base's type is ${now.returnType} now; see whether yours still fits`],
  };
}

function typeParameterRewrite(
  node: ts.SignatureDeclaration,
  old: Signature,
  now: Signature,
): SignatureRewrite {
  const [from, to] = [renderTypeParameters(old.typeParameters), renderTypeParameters(now.typeParameters)];
  if (sameCode(from, to)) return NOTHING;
  const list = node.typeParameters;
  const at = node.name?.end ?? node.getStart();
  const range = list === undefined ? { start: at, end: at } : { start: list.pos - 1, end: list.end + 1 };
  const written = node.getSourceFile().text.slice(range.start, range.end);
  if (sameCode(written, to)) return NOTHING;
  if (!sameCode(written, from)) return byHand(`the base now has the type parameters ${to || '(none)'}`);
  return { edits: [{ ...range, text: to }], hands: [] };
}

/** `async` comes with a promise; it goes only where the body does not wait for anything. */
function asyncRewrite(
  node: ts.MethodDeclaration | ts.AccessorDeclaration,
  old: Signature,
  now: Signature,
): SignatureRewrite {
  const compiler = typescript();
  const [was, is] = [returnsPromise(old.returnType), returnsPromise(now.returnType)];
  const keyword = node.modifiers?.find(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword);
  if (was === is || !compiler.isMethodDeclaration(node)) return NOTHING;
  if (is && keyword === undefined) {
    const at = (node.asteriskToken ?? node.name).getStart();
    return { edits: [{ start: at, end: at, text: 'async ' }], hands: [] };
  }
  if (is || keyword === undefined) return NOTHING;
  if (node.body !== undefined && /\bawait\b/.test(node.body.getText())) {
    return byHand(`the base returns ${now.returnType ?? 'no promise'} now; the body still awaits`);
  }
  const space = /^\s*/.exec(node.getSourceFile().text.slice(keyword.end))?.[0].length ?? 0;
  return { edits: [{ start: keyword.getStart(), end: keyword.end + space, text: '' }], hands: [] };
}
