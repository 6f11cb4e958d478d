/**
 * A number in [0, 1) that depends on nothing but its arguments (whole numbers): the same run for the same seed, and any
 * moment can be asked for without those before it. Mixing after MurmurHash3's 32-bit finaliser.
 */
export function seeded(seed: number, stream: number, index: number): number {
  let hash =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(stream + 1, 0xc2b2ae35) ^
    Math.imul(index, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
