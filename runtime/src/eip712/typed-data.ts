import { keccak } from './keccak.js';

/** A member of a struct type: `{ name: 'source', type: 'string' }`. */
export interface TypedField {
  readonly name: string;
  /** `string`, `bytes`, `bool`, `address`, `bytes1`…`bytes32`, `uint8`…`int256`, another struct, or `T[]`, `T[2]`. */
  readonly type: string;
}

export type TypedValue =
  | string
  | number
  | bigint
  | boolean
  | Uint8Array
  | readonly TypedValue[]
  | { readonly [name: string]: TypedValue };

export type TypedStruct = Readonly<Record<string, TypedValue>>;

/** A message to be signed. Domain members that are absent do not belong to the domain. */
export interface TypedData {
  readonly domain: {
    readonly name?: string;
    readonly version?: string;
    readonly chainId?: number | bigint;
    readonly verifyingContract?: string;
    readonly salt?: string;
  };
  readonly types: Readonly<Record<string, readonly TypedField[]>>;
  readonly primaryType: string;
  readonly message: TypedStruct;
}

/**
 * What is signed of a typed message: keccak(19 01 ‖ domain separator ‖ struct hash), 32 bytes.
 * Source: EIP-712, "Specification of the eth_signTypedData JSON RPC".
 * @throws RangeError naming the member whose value does not fit its type
 */
export function typedDataDigest({ domain, types, primaryType, message }: TypedData): Uint8Array {
  const members = DOMAIN.filter(({ name }) => domain[name] !== undefined);
  const separator = structHash(DOMAIN_TYPE, { ...domain }, { [DOMAIN_TYPE]: members });
  return keccak(Uint8Array.of(0x19, 0x01), separator, structHash(primaryType, message, types));
}

type Types = TypedData['types'];

const DOMAIN_TYPE = 'EIP712Domain';

/** In the order that the standard gives them. */
const DOMAIN = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
  { name: 'salt', type: 'bytes32' },
] as const;

function structHash(type: string, struct: TypedStruct, types: Types): Uint8Array {
  const words = (types[type] ?? []).map((field) => word(field, struct[field.name], types));
  return keccak(keccak(encodedType(type, types)), ...words);
}

/** `Mail(Person from,Person to,string contents)Person(string name,address wallet)` */
function encodedType(type: string, types: Types): string {
  const others = [...structsIn(type, types)].filter((name) => name !== type).sort();
  return [type, ...others]
    .map((name) => `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`)
    .join('');
}

function structsIn(type: string, types: Types, found = new Set<string>()): ReadonlySet<string> {
  const name = type.replace(/\[.*$/, '');
  if (found.has(name) || types[name] === undefined) return found;
  found.add(name);
  for (const field of types[name]) structsIn(field.type, types, found);
  return found;
}

/** A member's value as 32 bytes. */
function word({ name, type }: TypedField, value: TypedValue | undefined, types: Types): Uint8Array {
  const [, element, length] = /^(.*)\[(\d*)\]$/.exec(type) ?? [];
  if (element !== undefined) {
    if (!isList(value) || (length !== '' && value.length !== Number(length))) throw unfit(name, type);
    return keccak(...value.map((item) => word({ name, type: element }, item, types)));
  }
  if (types[type] !== undefined) {
    if (!isStruct(value)) throw unfit(name, type);
    return structHash(type, value, types);
  }
  return scalar(name, type, value);
}

function scalar(name: string, type: string, value: TypedValue | undefined): Uint8Array {
  if (type === 'string' && typeof value === 'string') return keccak(value);
  if (type === 'bool' && typeof value === 'boolean') return numberWord(value ? 1n : 0n);
  if (type === 'bytes') return keccak(bytesOf(name, type, value));
  if (type === 'address') return padded(bytesOf(name, type, value, 20), 'left');
  const [, kind, size = ''] = /^(bytes|uint|int)(\d+)$/.exec(type) ?? [];
  if (kind === 'bytes') return padded(bytesOf(name, type, value, Number(size)), 'right');
  if (kind === undefined || (typeof value !== 'number' && typeof value !== 'bigint')) throw unfit(name, type);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw unfit(name, type);
  return integerWord(name, type, BigInt(value), kind === 'int', BigInt(size));
}

function integerWord(name: string, type: string, value: bigint, isSigned: boolean, bits: bigint): Uint8Array {
  const top = isSigned ? 1n << (bits - 1n) : 1n << bits;
  if (value >= top || value < (isSigned ? -top : 0n)) throw unfit(name, type);
  return numberWord(BigInt.asUintN(256, value));
}

function numberWord(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

/** Bytes as they are, or as `0x` and hex digits. */
function bytesOf(name: string, type: string, value: TypedValue | undefined, length?: number): Uint8Array {
  const bytes =
    typeof value === 'string' && /^0x([0-9a-f]{2})*$/i.test(value)
      ? Buffer.from(value.slice(2), 'hex')
      : value;
  if (!(bytes instanceof Uint8Array) || (length !== undefined && bytes.length !== length))
    throw unfit(name, type);
  return bytes;
}

function padded(bytes: Uint8Array, side: 'left' | 'right'): Uint8Array {
  const full = new Uint8Array(32);
  full.set(bytes, side === 'left' ? 32 - bytes.length : 0);
  return full;
}

function isList(value: TypedValue | undefined): value is readonly TypedValue[] {
  return Array.isArray(value);
}

function isStruct(value: TypedValue | undefined): value is TypedStruct {
  return typeof value === 'object' && !isList(value) && !(value instanceof Uint8Array);
}

function unfit(name: string, type: string): RangeError {
  return new RangeError(`${name} is no ${type}`);
}
