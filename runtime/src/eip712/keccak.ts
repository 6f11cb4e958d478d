import { keccak_256 } from '@noble/hashes/sha3.js';
import { concatBytes } from '@noble/hashes/utils.js';

/** Keccak-256 as Ethereum has it (not SHA3-256) of the parts one after the other; texts as UTF-8. 32 bytes. */
export function keccak(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return keccak_256(
    concatBytes(...parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))),
  );
}
