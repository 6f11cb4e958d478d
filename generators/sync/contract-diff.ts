import { slotOf, type Contract, type ContractMember } from '../contract/contract.js';
import { sameCode } from './same-code.js';

/** What a base class asks now that it did not ask before. */
export interface ContractDiff {
  readonly before: Contract;
  readonly after: Contract;
  /** Declared by `@renamedFrom`, never guessed. */
  readonly renamed: readonly MemberPair[];
  /** Members of one slot, under one name or renamed, whose declaration is another. */
  readonly changed: readonly MemberPair[];
  readonly removed: readonly ContractMember[];
  readonly added: readonly ContractMember[];
}

export interface MemberPair {
  readonly before: ContractMember;
  readonly after: ContractMember;
}

export function diffContracts(before: Contract, after: Contract): ContractDiff {
  const old = new Map(before.members.map((member) => [slotOf(member), member]));
  const now = new Map(after.members.map((member) => [slotOf(member), member]));
  const renamed = after.members.flatMap((member) => {
    const source = old.has(slotOf(member)) ? undefined : earlier(member, old, now);
    return source === undefined ? [] : [{ before: source, after: member }];
  });
  const moved = new Set(renamed.flatMap((pair) => [pair.before, pair.after]));
  const kept = after.members.flatMap((member) => {
    const source = old.get(slotOf(member));
    return source === undefined ? [] : [{ before: source, after: member }];
  });
  return {
    before,
    after,
    renamed,
    changed: [...kept, ...renamed].filter((pair) => !sameDeclaration(pair)),
    removed: before.members.filter((member) => !now.has(slotOf(member)) && !moved.has(member)),
    added: after.members.filter((member) => !old.has(slotOf(member)) && !moved.has(member)),
  };
}

/** Nothing that a subclass could notice: documentation counts too, because stubs show it. */
export function sameContract(before: Contract, after: Contract): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

type Slots = ReadonlyMap<string, ContractMember>;

function earlier(member: ContractMember, old: Slots, now: Slots): ContractMember | undefined {
  return member.renamedFrom
    .map((name) => slotOf({ ...member, name }))
    .filter((slot) => !now.has(slot))
    .map((slot) => old.get(slot))
    .find((source) => source !== undefined);
}

function sameDeclaration({ before, after }: MemberPair): boolean {
  return (
    before.access === after.access &&
    before.isReadonly === after.isReadonly &&
    sameCode(JSON.stringify(before.signatures), JSON.stringify(after.signatures))
  );
}
