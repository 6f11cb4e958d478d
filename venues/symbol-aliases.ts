import type { Finding } from './problem.js';
import type { VenueDescription } from './schema/venue.js';

/** Names of assets lead to one asset and back: no two share a name, and no name is given to another asset again. */
export function symbolAliases({ symbol }: Pick<VenueDescription, 'symbol'>): readonly Finding[] {
  return (['aliases', 'wallet'] as const).flatMap((list) => findings(['symbol', list], symbol[list] ?? {}));
}

function findings(path: readonly string[], names: Readonly<Record<string, string>>): readonly Finding[] {
  const first = new Map<string, string>();
  return Object.entries(names).flatMap(([asset, name]): readonly Finding[] => {
    const other = first.get(name);
    first.set(name, other ?? asset);
    const at = [...path, asset];
    if (other !== undefined)
      return [[at, `is ${name}, as ${other} is; nothing tells which of them the venue means: drop one`]];
    if (name === asset || !Object.hasOwn(names, name)) return [];
    return [
      [
        at,
        `is ${name}, which is ${String(names[name])} in turn; write each asset once, as the venue spells it`,
      ],
    ];
  });
}
