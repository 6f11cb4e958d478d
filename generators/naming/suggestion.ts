import { nearest } from '../../venues/nearest.js';

/** `did you mean a, b or c?`, or what is known when nothing is near. */
export function suggestion(wanted: string, known: readonly string[]): string {
  const near = nearest(wanted, known);
  if (near.length > 0) return `did you mean ${orList(near)}?`;
  return known.length > 0 ? `known: ${known.join(', ')}` : 'none is known';
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
