/** One replacement in a text, by offsets of the text as it was; an insertion has `start === end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Everything outside the edits stays byte for byte. Edits at one place apply in the order given. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.map((edit, index) => ({ ...edit, index })).sort(byPlace);
  let result = '';
  let at = 0;
  for (const { start, end, text: inserted } of sorted) {
    if (start < at) throw new Error(`edits overlap at offset ${start}`);
    result += text.slice(at, start) + inserted;
    at = end;
  }
  return result + text.slice(at);
}

function byPlace(a: Edit & { index: number }, b: Edit & { index: number }): number {
  return a.start - b.start || a.end - b.end || a.index - b.index;
}
