import type { ContractMember, Signature } from './contract.js';
import { substitute } from './type-names.js';

/** A member with names in its types exchanged; names that its own type parameters declare are left alone. */
export function renameTypes<T extends Pick<ContractMember, 'signatures'>>(
  member: T,
  names: ReadonlyMap<string, string>,
): T {
  if (names.size === 0) return member;
  return { ...member, signatures: member.signatures.map((signature) => renamed(signature, names)) };
}

function renamed(signature: Signature, names: ReadonlyMap<string, string>): Signature {
  const own = new Set(signature.typeParameters.map(({ name }) => name));
  const visible = new Map([...names].filter(([name]) => !own.has(name)));
  const inType = (type: string): string => substitute(type, visible);
  const { returnType } = signature;
  return {
    typeParameters: signature.typeParameters.map(({ constraint, default: fallback, ...parameter }) => ({
      ...parameter,
      ...(constraint === undefined ? {} : { constraint: inType(constraint) }),
      ...(fallback === undefined ? {} : { default: inType(fallback) }),
    })),
    parameters: signature.parameters.map(({ type, ...parameter }) => ({
      ...parameter,
      ...(type === undefined ? {} : { type: inType(type) }),
    })),
    ...(returnType === undefined ? {} : { returnType: inType(returnType) }),
  };
}
