import { hashText } from '../manifest/hash.js';
import type { Conflict, ConflictChoice, MemberChange } from './report.js';

export interface FileMergeInput {
  readonly file: string;
  readonly pristine: string | undefined;
  readonly yours: string | undefined;
  readonly next: string | undefined;
  readonly conflicts: ConflictChoice;
  /** An earlier conflict of this file is still open. */
  readonly isPending: boolean;
  /** Another file imports it, so it does not go. */
  readonly isNeeded: boolean;
}

export interface FileMerge {
  readonly text: string | undefined;
  readonly changes: readonly MemberChange[];
  readonly conflicts: readonly Conflict[];
}

/** The rule for files that are not merged member by member: they are the user's or the generator's as a whole. */
export function mergeFile(input: FileMergeInput): FileMerge {
  const { file, pristine, yours, next } = input;
  const asYours = (change?: MemberChange['change'], note?: string): FileMerge => ({
    text: yours,
    changes: change === undefined ? [] : [{ file, change, ...(note === undefined ? {} : { note }) }],
    conflicts: [],
  });
  if (yours === undefined) {
    if (pristine === undefined && next !== undefined)
      return { text: next, changes: [{ file, change: 'added' }], conflicts: [] };
    return same(pristine, next) ? asYours() : asYours('stays-deleted');
  }
  if (next === undefined) {
    if (input.isNeeded || !same(pristine, yours))
      return asYours('orphaned', 'no longer generated; yours stays');
    return { text: undefined, changes: [{ file, change: 'removed' }], conflicts: [] };
  }
  const settlesOld = input.isPending && input.conflicts !== 'ours';
  if (same(yours, next) || (same(pristine, next) && !settlesOld)) return asYours();
  if (same(pristine, yours))
    return { text: withEol(next, yours), changes: [{ file, change: 'replaced' }], conflicts: [] };
  return conflict(input, yours, next);
}

function conflict({ file, conflicts }: FileMergeInput, yours: string, next: string): FileMerge {
  const found = [{ file, yours, generated: next }];
  if (conflicts === 'ours') return { text: yours, changes: [], conflicts: found };
  if (conflicts === 'theirs') return { text: withEol(next, yours), changes: [], conflicts: found };
  const lines = ['<<<<<<< yours\n', ended(yours), '=======\n', ended(next), '>>>>>>> generated\n'];
  return { text: lines.join(''), changes: [], conflicts: found };
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined ? a === b : hashText(a) === hashText(b);
}

/** A file that was checked out with other line endings keeps them. */
function withEol(text: string, like: string): string {
  return like.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
