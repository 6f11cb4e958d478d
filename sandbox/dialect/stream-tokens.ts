import { createHash } from 'node:crypto';

/** The tokens given out for private streams, and whose they are. */
export class StreamTokens {
  readonly #label: string;
  readonly #accounts = new Map<string, string>();

  constructor(venue: string, seed: number) {
    this.#label = `${venue}/${seed}`;
  }

  give(account: string): string {
    const token = createHash('sha256').update(`${this.#label}/${this.#accounts.size}`).digest('base64url');
    this.#accounts.set(token, account);
    return token;
  }

  account(token: string): string | undefined {
    return this.#accounts.get(token);
  }
}
