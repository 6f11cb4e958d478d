import type { Parameter } from '../contract/contract.js';
import { sameCode } from './same-code.js';

/** One parameter of the new signature, and which one of the old it continues. */
export interface AlignedParameter {
  readonly after: Parameter;
  readonly before?: { readonly parameter: Parameter; readonly index: number };
}

/**
 * Which parameter became which: the same name is the same parameter; what is left between two of those is the same
 * where the type is, or where nothing was added or taken away.
 */
export function alignParameters(
  before: readonly Parameter[],
  after: readonly Parameter[],
): AlignedParameter[] {
  const partner = new Map<number, number>();
  for (const [index, { name }] of after.entries()) {
    const found = before.findIndex((parameter) => parameter.name === name);
    if (found >= 0) partner.set(index, found);
  }
  pairRest(before, after, partner);
  return after.map((parameter, index) => {
    const at = partner.get(index);
    const source = at === undefined ? undefined : before[at];
    if (at === undefined || source === undefined) return { after: parameter };
    return { after: parameter, before: { parameter: source, index: at } };
  });
}

function pairRest(
  before: readonly Parameter[],
  after: readonly Parameter[],
  partner: Map<number, number>,
): void {
  const taken = new Set(partner.values());
  const free = (index: number): boolean => before[index] !== undefined && !taken.has(index);
  for (const [index, { type }] of after.entries()) {
    if (partner.has(index)) continue;
    const at = (partner.get(index - 1) ?? (index === 0 ? -1 : NaN)) + 1;
    const isSameType = free(at) && sameCode(before[at]?.type ?? '', type ?? '');
    if (free(at) && (isSameType || before.length === after.length)) {
      partner.set(index, at);
      taken.add(at);
    }
  }
}
