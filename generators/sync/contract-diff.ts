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
  /** Members that have become another kind of member: a method that is a getter now. */
  readonly rekinded: readonly MemberPair[];
  readonly removed: readonly ContractMember[];
  readonly added: readonly ContractMember[];
}

export interface MemberPair {
  readonly before: ContractMember;
  readonly after: ContractMember;
}

/** Connectors of one age share their diff: it is made once for a base and what it was. */
export function diffContracts(before: Contract, after: Contract): ContractDiff {
  const known = diffsTo.get(after) ?? new Map<string, ContractDiff>();
  diffsTo.set(after, known);
  const key = JSON.stringify(before);
  const diff = known.get(key) ?? makeDiff(before, after);
  known.set(key, diff);
  return diff;
}

const diffsTo = new WeakMap<Contract, Map<string, ContractDiff>>();

function makeDiff(before: Contract, after: Contract): ContractDiff {
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
  const removed = before.members.filter((member) => !now.has(slotOf(member)) && !moved.has(member));
  const added = after.members.filter((member) => !old.has(slotOf(member)) && !moved.has(member));
  const rekinded = [...added, ...kept.flatMap(otherKind)].flatMap((member) => {
    const gone = [...removed, ...kept.map((pair) => pair.before)].find((one) => isOtherKind(one, member));
    return gone === undefined ? [] : [{ before: gone, after: member }];
  });
  const sameName = new Set(rekinded.flatMap((pair) => [pair.before, pair.after]));
  return {
    before,
    after,
    renamed,
    changed: [...kept, ...renamed].filter((pair) => !sameName.has(pair.after) && !sameDeclaration(pair)),
    rekinded,
    removed: removed.filter((member) => !sameName.has(member)),
    added: added.filter((member) => !sameName.has(member)),
  };
}

/** Nothing that a subclass could notice: documentation counts too, because stubs show it. */
export function sameContract(before: Contract, after: Contract): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** A method and a property share a slot, which does not make them alike. */
function otherKind({ before, after }: MemberPair): ContractMember[] {
  return before.kind === after.kind ? [] : [after];
}

/** Half an accessor pair that comes or goes is no change of kind. */
function isOtherKind(before: ContractMember, after: ContractMember): boolean {
  const accessors = ['getter', 'setter'];
  const isPair = accessors.includes(before.kind) && accessors.includes(after.kind);
  const isSame = before.name === after.name && before.isStatic === after.isStatic;
  return isSame && before.kind !== after.kind && !isPair;
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
