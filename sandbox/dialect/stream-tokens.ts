import { createHash } from 'node:crypto';
import { milliseconds, type Clock, type Timer } from 'ats-runtime';
import type { StreamTokenDescription } from '../../venues/index.js';

interface StreamTokensOptions {
  readonly venue: string;
  readonly seed: number;
  /** The clients' time: to renew in time is their part. */
  readonly clock: Clock;
  /** How long the private stream's tokens live; absent: for ever, as those of public streams do. */
  readonly rule?: StreamTokenDescription | undefined;
  /** Whether a connection holds it. */
  readonly isUsed: (token: string) => boolean;
}

interface Token {
  readonly account: string;
  readonly rule: StreamTokenDescription | undefined;
  expiresAt: number;
  timer?: Timer;
}

export type TokenEnd = 'expired' | 'released';

/** The tokens given out for streams, whose they are, and how long they live. */
export class StreamTokens {
  readonly #options: StreamTokensOptions;
  readonly #tokens = new Map<string, Token>();
  /** Those given out last, ended ones too: what masks them. */
  readonly #given: string[] = [];
  #count = 0;
  #onEnd: (token: string, why: TokenEnd) => void = () => undefined;

  constructor(options: StreamTokensOptions) {
    this.#options = options;
  }

  /** Called for each token that ends, before it is forgotten. */
  onEnd(listener: (token: string, why: TokenEnd) => void): void {
    this.#onEnd = listener;
  }

  /** `lives`: under the rule for the private stream's. */
  give(account: string, lives: boolean): string {
    const rule = lives ? this.#options.rule : undefined;
    const same = rule?.asked_again === 'same' ? this.#of(account) : undefined;
    if (same !== undefined && this.renew(same, account)) return same;
    const { venue, seed } = this.#options;
    const token = createHash('sha256').update(`${venue}/${seed}/${this.#count}`).digest('base64url');
    this.#count += 1;
    this.#given.push(token);
    if (this.#given.length > 2 * TOKENS_MASKED) this.#given.splice(0, TOKENS_MASKED);
    this.#tokens.set(token, { account, rule, expiresAt: Infinity });
    this.renew(token, account);
    return token;
  }

  /** Lets it live on from now; false where the account has no such token. */
  renew(name: string, account: string): boolean {
    const token = this.#tokens.get(name);
    if (token === undefined || !isOf(token, account)) return false;
    if (token.rule === undefined) return true;
    const lifetime = milliseconds(token.rule.lifetime);
    token.expiresAt = this.#options.clock.now() + lifetime;
    this.#watch(name, token, lifetime);
    return true;
  }

  release(name: string, account: string): boolean {
    const token = this.#tokens.get(name);
    if (token === undefined || !isOf(token, account)) return false;
    this.#end(name, token, 'released');
    return true;
  }

  /** Ends every token that can expire, as if its time had come; returns how many. */
  expireAll(): number {
    const living = [...this.#tokens].filter(([, { rule }]) => rule !== undefined);
    for (const [name, token] of living) this.#end(name, token, 'expired');
    return living.length;
  }

  /** Whose it is; empty for a public stream's. */
  account(name: string): string | undefined {
    return this.#tokens.get(name)?.account;
  }

  /** How many are valid now. */
  get size(): number {
    return this.#tokens.size;
  }

  mask(text: string): string {
    return this.#given.reduce((masked, token) => masked.replaceAll(token, '<stream_token>'), text);
  }

  close(): void {
    for (const { timer } of this.#tokens.values()) timer?.cancel();
  }

  #of(account: string): string | undefined {
    return [...this.#tokens].find(([, token]) => token.rule !== undefined && token.account === account)?.[0];
  }

  #watch(name: string, token: Token, delayMs: number): void {
    const { clock } = this.#options;
    token.timer?.cancel();
    token.timer = clock.schedule(delayMs, () => {
      // The clients' time may have run slower than it seemed when this was set.
      const left = token.expiresAt - clock.now();
      if (left > 0) this.#watch(name, token, left);
      else if (this.#lastsAsUsed(name, token)) this.#watch(name, token, delayMs);
      else this.#end(name, token, 'expired');
    });
  }

  /** One that is needed to connect only is valid as long as its connection. */
  #lastsAsUsed(name: string, { rule }: Token): boolean {
    return rule?.at_expiry === 'stays' && this.#options.isUsed(name);
  }

  #end(name: string, token: Token, why: TokenEnd): void {
    token.timer?.cancel();
    this.#onEnd(name, why);
    this.#tokens.delete(name);
  }
}

const TOKENS_MASKED = 1000;

/** A request that is not signed belongs to nobody, and whoever knows the token may use it. */
function isOf(token: Token, account: string): boolean {
  return account === '' || token.account === account;
}
