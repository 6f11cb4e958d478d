import type { Change } from './tree.js';

/** What a dry run shows: a unified diff for each file that is changed or deleted; new files are only listed. */
export async function unifiedDiffs(changes: readonly Change[]): Promise<string[]> {
  const altered = changes.filter((change) => change.kind !== 'add');
  if (altered.length === 0) return [];
  const { createTwoFilesPatch } = await import('diff');
  return altered.map((change) => {
    const after = change.kind === 'delete' ? Buffer.alloc(0) : change.after;
    if (isBinary(change.before) || isBinary(after)) return `Binary file ${change.path} differs\n`;
    const to = change.kind === 'delete' ? '/dev/null' : `b/${change.path}`;
    return createTwoFilesPatch(`a/${change.path}`, to, change.before.toString(), after.toString(), '', '');
  });
}

function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}
