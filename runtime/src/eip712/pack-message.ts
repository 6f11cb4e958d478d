import { encode } from '@msgpack/msgpack';

export type PackedValue =
  | string
  | number
  | boolean
  | null
  | readonly PackedValue[]
  | { readonly [name: string]: PackedValue | undefined };

/**
 * A value as MessagePack, in the form that venues hash: members in the order they stand in, the shortest form of
 * each, integers never as floating point. Members that are undefined are left out, as JSON does.
 * @throws RangeError for a number that is no exact integer: venues take decimals as texts
 */
export function packMessage(value: PackedValue): Uint8Array {
  return encode(exact(value), { ignoreUndefined: true, useBigInt64: true });
}

/** Integers beyond 32 bits as bigints: the library would write them as floating point. */
function exact(value: PackedValue | undefined): unknown {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no exact integer`);
    return Math.abs(value) > MAX_UINT32 ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, exact(item)]));
}

const MAX_UINT32 = 0xffff_ffff;
