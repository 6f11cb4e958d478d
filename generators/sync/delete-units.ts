import type { Edit } from '../contract/edits.js';
import type { Container } from '../contract/insert-units.js';
import type { Unit } from '../contract/units.js';

/** Whole lines go, with the empty lines before them; what stands first goes with the empty lines behind it. */
export function withoutUnits({ text, units }: Container, deleted: ReadonlySet<Unit>): Edit[] {
  const firstKept = units.findIndex((unit) => !deleted.has(unit));
  const prefix = firstKept < 0 ? units : units.slice(0, firstKept);
  const [first] = prefix;
  const last = prefix.at(-1);
  const behind = units[prefix.length]?.leadStart ?? last?.end;
  const edits: Edit[] =
    first === undefined || behind === undefined ? [] : [{ start: first.leadStart, end: behind, text: '' }];
  for (const unit of units.slice(prefix.length)) {
    if (!deleted.has(unit)) continue;
    edits.push({ start: text.slice(0, unit.leadStart).trimEnd().length, end: unit.end, text: '' });
  }
  return edits;
}
