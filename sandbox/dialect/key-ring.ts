import type { KeyHolder } from './credentials.js';

/** The known keys, with what each has used up: its highest nonce, its seen one-time texts. */
export class KeyRing {
  readonly holders: readonly KeyHolder[];
  readonly #byIdentity: ReadonlyMap<string, KeyHolder>;
  readonly #nonces = new Map<string, bigint>();
  readonly #seen = new Set<string>();

  constructor(holders: readonly KeyHolder[]) {
    this.holders = holders;
    // Of two holders with one identity the first counts.
    this.#byIdentity = new Map(
      holders.toReversed().map((holder) => [identityOf(holder.credentials), holder]),
    );
  }

  find(apiKey: string): KeyHolder | undefined {
    return this.#byIdentity.get(identity(apiKey));
  }

  /** Takes a nonce that must be above the key's last one. */
  takeRising(apiKey: string, nonce: string): boolean {
    if (!/^\d{1,20}$/.test(nonce)) return false;
    const value = BigInt(nonce);
    if (value <= (this.#nonces.get(apiKey) ?? -1n)) return false;
    this.#nonces.set(apiKey, value);
    return true;
  }

  /** Takes a text that may be used once. */
  takeOnce(apiKey: string, text: string): boolean {
    const entry = `${apiKey}\n${text}`;
    if (this.#seen.has(entry)) return false;
    if (this.#seen.size >= SEEN_LIMIT) this.#seen.clear();
    this.#seen.add(entry);
    return true;
  }
}

const SEEN_LIMIT = 100_000;

function identityOf(credentials: KeyHolder['credentials']): string {
  return identity(credentials['api_key'] ?? credentials['wallet_address'] ?? '');
}

/** An address means the same in either case: mixed ones carry a checksum. */
function identity(text: string): string {
  return ADDRESS.test(text) ? text.toLowerCase() : text;
}

const ADDRESS = /^0x[0-9a-f]{40}$/i;
