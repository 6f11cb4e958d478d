import type { Edit } from '../contract/edits.js';
import { insertUnits, type Container, type Insertion } from '../contract/insert-units.js';
import { restyle, type TextStyle } from '../contract/text-style.js';
import type { Unit } from '../contract/units.js';
import { withoutUnits } from './delete-units.js';
import type { ChangeKind, Conflict, ConflictChoice, MemberChange } from './report.js';
import { sameCode } from './same-code.js';
import { decide } from './three-way.js';
import { coreOf, isStub, leadOf, partsOf } from './unit-parts.js';

/** The three versions of what is merged: a class's members, or a file's statements. */
export interface ThreeContainers {
  readonly pristine: Container;
  readonly yours: Container;
  readonly next: Container;
}

export interface MergeRules {
  readonly file: string;
  /** What a unit is called in the report: `Exchange.submitOrder`. */
  readonly labelOf: (unit: Unit) => string;
  readonly style: TextStyle;
  readonly conflicts: ConflictChoice;
  /** Members that must exist: the user cannot do without them. */
  readonly isRequired: (unit: Unit) => boolean;
  /** What the user has from elsewhere: members from another class of the file, names from an import. */
  readonly isInherited: (unit: Unit) => boolean;
  /** Conflicts of earlier runs in which the user's version was kept, by label; they are settled with the others. */
  readonly pending: ReadonlySet<string>;
  /** Units that must not be deleted, because something still uses them, by label. */
  readonly needed: ReadonlySet<string>;
  /** Where the part of a unit ends that is merged here: for a class whose members are merged one by one, behind `{`. */
  readonly coreEnd: (unit: Unit) => number;
  /** Generated text, spelled with the names that the user's file has for what it imports. */
  readonly spell: (text: string) => string;
}

export interface UnitsMerge {
  readonly edits: readonly Edit[];
  readonly changes: readonly MemberChange[];
  readonly conflicts: readonly Conflict[];
  /** Pieces of the generated version that went in. */
  readonly inserted: readonly string[];
  /** Units that went without a successor of their name. */
  readonly deleted: readonly NamedUnit[];
  /** Units that are generated and that the user has deleted. */
  readonly absent: readonly NamedUnit[];
}

interface NamedUnit {
  readonly label: string;
  readonly name: string | undefined;
}

/** Merges unit by unit: what one side alone has changed is taken from that side, whatever its place in the file. */
export function mergeUnits(versions: ThreeContainers, rules: MergeRules): UnitsMerge {
  const merge = new Merge(versions, rules);
  for (const unit of versions.yours.units) merge.existing(unit);
  for (const unit of versions.next.units) merge.absent(unit);
  return merge.result();
}

type ByKey = ReadonlyMap<string, Unit>;

function byKey({ units }: Container): ByKey {
  return new Map(units.map((unit) => [unit.key, unit]));
}

class Merge {
  readonly #versions: ThreeContainers;
  readonly #rules: MergeRules;
  readonly #pristine: ByKey;
  readonly #yours: ByKey;
  readonly #next: ByKey;
  readonly #edits: Edit[] = [];
  readonly #changes: MemberChange[] = [];
  readonly #conflicts: Conflict[] = [];
  readonly #inserted: string[] = [];
  readonly #insertions: Unit[] = [];
  readonly #deleted = new Set<Unit>();
  readonly #absent: Unit[] = [];

  constructor(versions: ThreeContainers, rules: MergeRules) {
    this.#versions = versions;
    this.#rules = rules;
    this.#pristine = byKey(versions.pristine);
    this.#yours = byKey(versions.yours);
    this.#next = byKey(versions.next);
  }

  result(): UnitsMerge {
    const { yours } = this.#versions;
    const insertions = this.#insertions.map((unit) => this.#placed(unit));
    const deletions = withoutUnits(yours, this.#deleted);
    return {
      edits: [...this.#edits, ...deletions, ...insertUnits(yours, insertions, this.#rules.style)],
      changes: this.#changes,
      conflicts: this.#conflicts,
      inserted: this.#inserted,
      deleted: [...this.#deleted]
        .filter((unit) => !this.#hasSuccessor(unit))
        .map((unit) => this.#named(unit)),
      absent: this.#absent.map((unit) => this.#named(unit)),
    };
  }

  /** Something of its name comes in its place: its uses mean that. */
  #hasSuccessor({ key }: Unit): boolean {
    return this.#insertions.some((unit) => excludeEachOther(key, unit.key));
  }

  /** A unit the user's version has. */
  existing(yours: Unit): void {
    const pristine = this.#pristine.get(yours.key);
    const next = this.#next.get(yours.key);
    if (next === undefined) {
      if (pristine !== undefined) this.#noLongerGenerated(pristine, yours);
      return;
    }
    if (pristine === undefined) {
      if (!isStub(next) && !sameCode(this.#core(next), this.#core(yours))) this.#conflict(yours, next);
      return;
    }
    this.#mergeCore(pristine, yours, next);
    this.#mergeLead(pristine, yours, next);
  }

  /** A unit of the new version that the user's does not have. */
  absent(next: Unit): void {
    if (this.#yours.has(next.key)) return;
    const pristine = this.#pristine.get(next.key);
    const isInherited = this.#rules.isInherited(next);
    const namesake = this.#versions.yours.units.find(
      (unit) => !this.#deleted.has(unit) && excludeEachOther(unit.key, next.key),
    );
    if (pristine === undefined && namesake !== undefined && !isStub(next)) {
      this.#conflict(namesake, next);
      return;
    }
    if (isInherited || namesake !== undefined) return;
    if (pristine !== undefined && !this.#rules.isRequired(next)) {
      this.#absent.push(next);
      if (!sameCode(coreOf(pristine), coreOf(next))) this.#note(next, 'stays-deleted');
      return;
    }
    this.#insertions.push(next);
    this.#inserted.push(coreOf(next));
    this.#note(next, 'added');
  }

  #noLongerGenerated(pristine: Unit, yours: Unit): void {
    const untouched = sameCode(coreOf(pristine), coreOf(yours)) && sameCode(leadOf(pristine), leadOf(yours));
    if (untouched && !this.#rules.needed.has(this.#rules.labelOf(yours))) {
      this.#deleted.add(yours);
      this.#note(yours, 'removed');
    } else this.#note(yours, 'orphaned', 'no longer generated; yours stays');
  }

  #mergeCore(pristine: Unit, yours: Unit, next: Unit): void {
    const cores = [this.#core(pristine), this.#core(yours), this.#core(next)] as const;
    const whole = decide(...cores);
    const isPending = this.#rules.pending.has(this.#rules.labelOf(yours)) && !sameCode(cores[1], cores[2]);
    if (isPending && this.#rules.conflicts !== 'ours') this.#conflict(yours, next);
    else if (whole === 'replace') this.#replace(yours, next);
    else if (whole === 'conflict' && !this.#mergeParts(pristine, yours, next)) this.#conflict(yours, next);
  }

  /** The signature and the body, each for itself; false where both sides changed the same one. */
  #mergeParts(pristine: Unit, yours: Unit, next: Unit): boolean {
    const [p, y, n] = [partsOf(pristine), partsOf(yours), partsOf(next)];
    if (p === undefined || y === undefined || n === undefined) return false;
    const head = decide(p.head, y.head, n.head);
    const body = decide(p.body, y.body, n.body);
    if (head === 'conflict' || body === 'conflict') return false;
    if (head === 'replace') {
      this.#edits.push({ start: yours.start, end: y.bodyStart, text: this.#transplanted(n.head) });
      this.#inserted.push(n.head);
      this.#note(yours, 'signature');
    }
    if (body === 'replace') {
      this.#edits.push({ start: y.bodyStart, end: yours.end, text: this.#transplanted(n.body) });
      this.#inserted.push(n.body);
      this.#note(yours, 'replaced');
    }
    return true;
  }

  #mergeLead(pristine: Unit, yours: Unit, next: Unit): void {
    const leads = [leadOf(pristine), leadOf(yours), leadOf(next)] as const;
    if (decide(...leads) !== 'replace') return;
    this.#edits.push({ start: yours.leadStart, end: yours.start, text: this.#transplanted(leads[2]) });
    this.#note(yours, 'doc');
  }

  #replace(yours: Unit, next: Unit): void {
    const text = this.#core(next);
    this.#edits.push({ ...this.#coreRange(yours), text: this.#transplanted(text) });
    this.#inserted.push(text);
    this.#note(yours, 'replaced');
  }

  #conflict(yours: Unit, next: Unit): void {
    const { file, labelOf, conflicts, style } = this.#rules;
    const generated = this.#core(next);
    this.#conflicts.push({ file, member: labelOf(yours), yours: this.#core(yours), generated });
    if (conflicts === 'ours') return;
    const text = this.#transplanted(generated);
    const range = this.#coreRange(yours);
    this.#inserted.push(generated);
    if (conflicts === 'theirs') this.#edits.push({ ...range, text });
    else this.#edits.push(markedEdit(this.#versions.yours, range, text, style.eol));
  }

  #core(unit: Unit): string {
    return unit.nodes[0].getSourceFile().text.slice(unit.start, this.#rules.coreEnd(unit));
  }

  #coreRange(unit: Unit): { readonly start: number; readonly end: number } {
    return { start: unit.start, end: this.#rules.coreEnd(unit) };
  }

  /** Generated text in the user's style and spelling. */
  #transplanted(text: string): string {
    const { next, yours } = this.#versions;
    return restyle(this.#rules.spell(text), this.#rules.style, yours.margin, next.margin);
  }

  /** Next to what it stands next to in the generated version, so that the contract's order holds. */
  #placed(unit: Unit): Insertion {
    const { next } = this.#versions;
    const at = next.units.indexOf(unit);
    const before = next.units[at - 1];
    const text = this.#rules.spell(next.text.slice(unit.leadStart, unit.end));
    const gap = next.text.slice(before?.end ?? next.open, unit.leadStart);
    const spaced = (gap.match(/\n/g)?.length ?? 0) > 1;
    const behind = next.units.slice(0, at).findLast((other) => this.#anchor(other) !== undefined);
    const inFront = next.units.slice(at + 1).find((other) => this.#anchor(other) !== undefined);
    const [side, anchor] =
      behind === undefined
        ? (['before', this.#anchor(inFront)] as const)
        : (['after', this.#anchor(behind)] as const);
    return {
      text,
      from: next.margin,
      spaced,
      place: anchor === undefined ? undefined : { side, unit: anchor },
    };
  }

  /** The user's counterpart of a unit, where it stays. */
  #anchor(unit: Unit | undefined): Unit | undefined {
    const found = unit === undefined ? undefined : this.#yours.get(unit.key);
    return found === undefined || this.#deleted.has(found) ? undefined : found;
  }

  #named(unit: Unit): NamedUnit {
    return { label: this.#rules.labelOf(unit), name: unit.name };
  }

  #note(unit: Unit, change: ChangeKind, note?: string): void {
    const { file, labelOf } = this.#rules;
    this.#changes.push({ file, member: labelOf(unit), change, ...(note === undefined ? {} : { note }) });
  }
}

/** Both versions between merge markers, which stand at the beginning of their lines. */
function markedEdit(
  { text, margin }: Container,
  { start, end }: { readonly start: number; readonly end: number },
  generated: string,
  eol: string,
): Edit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const ownLine = text.slice(lineStart, start).trim() === '';
  const from = ownLine ? lineStart : start;
  const lines = ['<<<<<<< yours', text.slice(from, end), '=======', margin + generated, '>>>>>>> generated'];
  const rest = /^[ \t]*(?:\r?\n|$)/.test(text.slice(end)) ? '' : eol;
  return { start: from, end, text: (ownLine ? '' : eol) + lines.join(eol) + rest };
}

/** A method and an accessor of one name cannot both be there; a getter and a setter can. */
function excludeEachOther(a: string, b: string): boolean {
  const isPair = ACCESSOR.test(a) && ACCESSOR.test(b);
  return !isPair && a.replace(ACCESSOR, '$1') === b.replace(ACCESSOR, '$1');
}

const ACCESSOR = /^(static )?(?:get|set) /;
