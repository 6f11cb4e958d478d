/** A connector with one realistic bug. */
export interface Mutant {
  /** What its author got wrong. */
  readonly bug: string;
  /** The check that is meant to catch it. */
  readonly caughtBy: string;
  /** Default: `exchange.ts`. */
  readonly file?: string;
  /** What stands in the file, white space aside, and what stands there instead; each is found exactly once. */
  readonly changes: readonly (readonly [from: string, to: string])[];
  /** The name of the connector's folder, where that is what is wrong. */
  readonly folder?: string;
}

/** @throws Error where a text is not found, or not once: the mutant no longer fits the connector */
export function mutate(text: string, mutant: Mutant): string {
  let mutated = text;
  for (const [from, to] of mutant.changes) {
    const pattern = new RegExp(from.trim().split(/\s+/).map(escapePattern).join('\\s*'), 'g');
    const found = [...mutated.matchAll(pattern)].length;
    if (found !== 1) throw new Error(`"${mutant.bug}" no longer fits: ${found} places hold ${from}`);
    mutated = mutated.replace(pattern, () => to);
  }
  return mutated;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
