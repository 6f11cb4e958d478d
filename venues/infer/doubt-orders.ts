import type { FieldName } from '../schema/fields.js';
import { squeeze } from './names.js';
import type { RefinedReading } from './refined.js';
import { join } from './row-sets.js';

/** A second place for the client's id: `c` beside `C`, `clientOrderId` beside `origClientOrderId`. */
export function doubtIds(reading: RefinedReading): RefinedReading {
  const id = reading.assigned.find(({ field }) => field === 'client_order_id');
  if (id === undefined) return reading;
  const twin = reading.leaves.find(
    (leaf) =>
      leaf !== id.leaf &&
      leaf.names.holder === id.leaf.names.holder &&
      stem(leaf.names.own) === stem(id.leaf.names.own),
  );
  if (twin === undefined) return reading;
  return warned(
    reading,
    ['client_order_id'],
    `${id.leaf.path} is taken, but ${twin.path} may be the id that the order was placed under; read \`original\` in the documentation`,
  );
}

/** Words that are numbers mean buy at one venue and sell at the next. */
export function doubtSides(reading: RefinedReading): RefinedReading {
  const side = reading.assigned.find(({ field }) => field === 'side');
  if (side === undefined || !side.leaf.values.every((value) => /^-?\d+$/.test(String(value)))) return reading;
  return warned(
    reading,
    ['side'],
    `${side.leaf.path} tells the side by a number; look its meaning up, and write it under \`sides\``,
  );
}

/** A key on the way that names the order's kind or state: other orders have another one there. */
export function doubtKinds(reading: RefinedReading): RefinedReading {
  const prefix = reading.set.kind === 'one' ? reading.set.path : '';
  return reading.assigned.reduce((doubted, { field, leaf }) => {
    const path = join(prefix, leaf.path);
    const key = path.split('.').slice(0, -1).find(isKind);
    if (key === undefined) return doubted;
    const message = `${path} goes through ${key}, which other kinds of orders will not have; name every place, or write * for it`;
    return warned(doubted, [field], message);
  }, reading);
}

function stem(name: string): string {
  return squeeze(name).replace(/^orig(?:inal)?/, '');
}

function isKind(key: string): boolean {
  return key.split(/[^A-Za-z]+/).some((word) => KINDS.has(word.toLowerCase()));
}

const KINDS: ReadonlySet<string> = new Set('limit market gtc ioc fok resting filled'.split(' '));

function warned(reading: RefinedReading, fields: readonly FieldName[], message: string): RefinedReading {
  const known = new Set(reading.warnings.map(({ field }) => field));
  const fresh = fields.filter((field) => !known.has(field)).map((field) => ({ field, message }));
  return { ...reading, warnings: [...reading.warnings, ...fresh] };
}
