import { createHash } from 'node:crypto';

/** The number by which the venue knows an account: always the same, and of seven digits. */
export function accountNumber(account: string): number {
  const digest = createHash('sha256').update(`account number of ${account}`).digest();
  return LEAST + (digest.readUInt32BE(0) % (9 * LEAST));
}

const LEAST = 1_000_000;
