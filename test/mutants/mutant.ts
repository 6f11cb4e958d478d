/** A connector with one realistic bug. */
export interface Mutant {
  /** What its author got wrong. */
  readonly bug: string;
  /** The check that is meant to catch it. */
  readonly caughtBy: string;
  /** Default: `exchange.ts` and `answers.ts`, wherever the text stands. */
  readonly file?: string;
  /** What stands in the files, white space aside, and what stands there instead; each is found exactly once. */
  readonly changes: readonly (readonly [from: string, to: string])[];
  /** The venue whose connector has the bug: a preset, or one of `test/unknown`. Default: `binance_spot`. */
  readonly venue?: string;
  /** The name of the connector's folder, where that is what is wrong. */
  readonly folder?: string;
}

/**
 * The files with the mutant's bug in them.
 *
 * @throws Error where a text is not found, or not once: the mutant no longer fits the connector
 */
export function mutate(files: ReadonlyMap<string, string>, mutant: Mutant): Map<string, string> {
  const mutated = new Map(files);
  for (const [from, to] of mutant.changes) {
    const pattern = new RegExp(from.trim().split(/\s+/).map(escapePattern).join('\\s*'), 'g');
    const places = [...mutated].flatMap(([name, text]) =>
      [...text.matchAll(pattern)].map(() => [name, text] as const),
    );
    const [place] = places;
    if (place === undefined || places.length > 1)
      throw new Error(`"${mutant.bug}" no longer fits: ${places.length} places hold ${from}`);
    mutated.set(
      place[0],
      place[1].replace(pattern, () => to),
    );
  }
  return mutated;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
