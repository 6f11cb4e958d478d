import type { ts } from 'ts-morph';
import type { Edit } from './edits.js';
import { marginAt, restyle, type TextStyle } from './text-style.js';
import { classUnits, type Unit } from './units.js';

/** What units stand in: a class between its braces, or a whole file. */
export interface Container {
  readonly text: string;
  readonly units: readonly Unit[];
  /** Behind the opening brace; 0 for a file. */
  readonly open: number;
  /** Before the closing brace; the length of the text for a file. */
  readonly close: number;
  /** What the line of a unit begins with. */
  readonly margin: string;
}

export interface Insertion {
  /** In the tool's own style. */
  readonly text: string;
  /** What its lines but the first begin with, where it was taken from; nothing by default. */
  readonly from?: string;
  /** Where it goes: behind a unit, in front of one, or (`undefined`) at the end. */
  readonly place: { readonly side: 'after' | 'before'; readonly unit: Unit } | undefined;
  /** Whether an empty line separates it from what stands before. */
  readonly spaced: boolean;
}

export function classContainer(node: ts.ClassLikeDeclaration, style: TextStyle): Container {
  const { text } = node.getSourceFile();
  const units = classUnits(node);
  const first = units[0];
  const startsLine = first !== undefined && /\n[ \t]*$/.test(text.slice(0, first.leadStart));
  const margin = startsLine
    ? marginAt(text, first.leadStart)
    : marginAt(text, node.getStart()) + style.indent;
  return { text, units, open: node.members.pos, close: node.end - 1, margin };
}

/** The edits that put new units where they belong; several at one place keep their order. */
export function insertUnits(
  container: Container,
  insertions: readonly Insertion[],
  style: TextStyle,
): Edit[] {
  const groups = new Map<string, Insertion[]>();
  for (const insertion of insertions) {
    const place = insertion.place ?? endOf(container);
    const key = place === undefined ? 'empty' : `${place.side} ${place.unit.start}`;
    const placed = place === insertion.place ? insertion : { ...insertion, place };
    groups.set(key, [...(groups.get(key) ?? []), placed]);
  }
  return [...groups.values()].map((group) => {
    const place = group[0]?.place;
    if (place === undefined) return intoEmpty(container, group, style);
    return place.side === 'after'
      ? behind(container, place.unit, group, style)
      : inFront(container, place.unit, group, style);
  });
}

function endOf({ units }: Container): Insertion['place'] {
  const unit = units.at(-1);
  return unit === undefined ? undefined : { side: 'after', unit };
}

function behind(container: Container, unit: Unit, group: readonly Insertion[], style: TextStyle): Edit {
  const { text, units, close, margin } = container;
  const { eol } = style;
  const pieces = group.map(
    (one) => eol + (one.spaced ? eol : '') + margin + restyle(one.text, style, margin, one.from),
  );
  const next = units[units.indexOf(unit) + 1];
  const gap = text.slice(unit.end, next?.leadStart ?? close);
  const breaks = gap.match(/\n/g)?.length ?? 0;
  const separated = next === undefined ? 1 : group.at(-1)?.spaced === true ? 2 : 1;
  const isFileEnd = next === undefined && close === text.length;
  const missing = isFileEnd ? 0 : Math.max(0, separated - breaks);
  const closing = missing > 0 && breaks === 0 ? (next === undefined ? marginBefore(container) : margin) : '';
  return { start: unit.end, end: unit.end, text: pieces.join('') + eol.repeat(missing) + closing };
}

function inFront(container: Container, unit: Unit, group: readonly Insertion[], style: TextStyle): Edit {
  const { eol } = style;
  const pieces = group.map(
    (one) =>
      restyle(one.text, style, container.margin, one.from) + eol + (one.spaced ? eol : '') + container.margin,
  );
  return { start: unit.leadStart, end: unit.leadStart, text: pieces.join('') };
}

/** Between braces that hold nothing, or only comments. */
function intoEmpty(container: Container, group: readonly Insertion[], style: TextStyle): Edit {
  const { text, open, close, margin } = container;
  const { eol } = style;
  const inside = text.slice(open, close);
  const kept = open + inside.trimEnd().length;
  const pieces = group.map((one) => margin + restyle(one.text, style, margin, one.from)).join(eol + eol);
  const isFile = close === text.length;
  const before = kept === open ? (isFile ? '' : eol) : eol + eol;
  return { start: kept, end: close, text: before + pieces + eol + (isFile ? '' : marginBefore(container)) };
}

function marginBefore({ text, open }: Container): string {
  return marginAt(text, Math.max(0, open - 1));
}
