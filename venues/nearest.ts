/** The known names closest to `name` by edit distance, best first; only those near enough to be a slip. */
export function nearest(name: string, known: readonly string[], most = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(wanted.length / 2));
  const near = known
    .map((candidate) => ({ candidate, distance: slipDistance(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate));
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** To the whole candidate, or (a little farther) to how it begins: `binnance` means `binance_spot`. */
function slipDistance(wanted: string, candidate: string): number {
  const beginnings = [-1, 0, 1]
    .map((longer) => wanted.length + longer)
    .filter((length) => length >= 4 && length < candidate.length)
    .map((length) => editDistance(wanted, candidate.slice(0, length)) + 0.5);
  return Math.min(editDistance(wanted, candidate), ...beginnings);
}

function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
