import type { RefinedReading } from './refined.js';
import { squeeze } from './names.js';

/** A number beside which another one of its name says how far it is scaled: `min_order_size`, `min_order_size_scale`. */
export function doubtScales(reading: RefinedReading): RefinedReading {
  const known = new Set(reading.warnings.map(({ field }) => field));
  const fresh = reading.assigned.flatMap(({ field, leaf }) => {
    const name = squeeze(leaf.names.own);
    const scale = reading.leaves.find(
      ({ names }) =>
        names.holder === leaf.names.holder &&
        /^(?:scale|exp|exponent)$/.test(after(squeeze(names.own), name)),
    );
    if (scale === undefined || known.has(field)) return [];
    return [
      {
        field,
        message: `${leaf.path} is scaled by ${scale.path}, which a description cannot say; use another one`,
      },
    ];
  });
  return { ...reading, warnings: [...reading.warnings, ...fresh] };
}

function after(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : '';
}
