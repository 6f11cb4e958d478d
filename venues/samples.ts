import { isRecord } from './paths.js';
import type { VenueDescription } from './schema/venue.js';

/** Every file under `samples/` that the description names, with the key that names it. */
export function sampleReferences(
  description: VenueDescription,
): readonly { sample: string; path: readonly string[] }[] {
  const found: { sample: string; path: readonly string[] }[] = [];
  collect(description, [], found);
  return found;
}

function collect(
  value: unknown,
  path: readonly string[],
  found: { sample: string; path: readonly string[] }[],
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => collect(item, [...path, String(index)], found));
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      const here = [...path, key];
      if (
        (key === 'sample' || key === 'sample_when_filled' || key === 'vectors') &&
        typeof item === 'string' &&
        item.startsWith('samples/')
      ) {
        found.push({ sample: item, path: here });
      } else collect(item, here, found);
    }
  }
}
