import type { ErrorCase, LoadedVenue } from '../../venues/index.js';
import { accountNumber } from '../dialect/account-number.js';
import type { Bindings } from '../dialect/bind-parameters.js';
import type { KeyRing } from '../dialect/key-ring.js';
import type { SignatureVerdict } from '../dialect/verify-signature.js';
import type { StreamConnection } from './connection.js';
import { proveMessage } from './stream-authority.js';
import type { StreamCommand } from './stream-commands.js';
import type { Subscriptions } from './subscriptions.js';

interface PrivateAccessOptions {
  readonly venue: LoadedVenue;
  readonly keys: KeyRing;
  readonly now: () => number;
  /** How far the clocks of clients are behind the venue's, ms. */
  readonly clientLag: () => number;
  /** The account that a stream token was given to. */
  readonly tokenAccount: (token: string) => string | undefined;
  readonly subscriptions: Subscriptions;
}

/** What a client's message on a private socket came to. */
export interface Outcome {
  readonly refusal?: ErrorCase | undefined;
  readonly detail?: string | undefined;
  readonly verdict?: SignatureVerdict | undefined;
}

/** Finds out whose account a message is about: by a signature, a token, an address or a login before it. */
export class PrivateAccess {
  readonly #options: PrivateAccessOptions;

  constructor(options: PrivateAccessOptions) {
    this.#options = options;
  }

  /** Proves and does what is asked, short of a subscription's beginning. */
  perform(connection: StreamConnection, command: StreamCommand, bound: Bindings, message: unknown): Outcome {
    const { venue, keys, now, clientLag, tokenAccount, subscriptions } = this.#options;
    const { orders } = venue.description.streams;
    if (orders === undefined && command.served === undefined) return { refusal: 'not_found' };
    if (command.does === 'unsubscribe') {
      subscriptions.endOrders(connection);
      return {};
    }
    const token = bound.get('token')?.text;
    const stream = { signature: command.served?.signature ?? orders?.signature };
    let verdict: SignatureVerdict | undefined;
    if (command.does === 'login' || (orders?.login === undefined && orders?.signature !== undefined)) {
      verdict = proveMessage(
        { venue, stream, keys, now: now(), clientLag: clientLag() },
        command.template,
        message,
        bound,
      );
      if (!verdict.ok) return { refusal: verdict.failed ?? 'bad_signature', detail: verdict.reason, verdict };
      connection.account = verdict.holder?.account;
    } else if (token !== undefined) {
      connection.account = tokenAccount(token);
      connection.token = token;
    } else if (bound.has('wallet_address')) {
      // Anyone may watch any account; one that nobody has is silent.
      connection.account = keys.find(bound.get('wallet_address')?.text ?? '')?.account ?? '';
    }
    if (connection.account === undefined) {
      return token === undefined
        ? { refusal: 'not_logged_in', detail: 'no login came before it' }
        : { refusal: 'bad_signature', detail: 'the token is not valid' };
    }
    if (!this.#isOwnNumber(bound, connection.account))
      return { refusal: 'bad_account', detail: 'the stream belongs to another account' };
    const asked = subscriptions.asked(bound);
    return 'wrong' in asked ? { refusal: asked.wrong, detail: asked.detail, verdict } : { verdict };
  }

  /** A stream may name the account that it is about, by the number that came with the token. */
  #isOwnNumber(bound: Bindings, account: string): boolean {
    const { auth } = this.#options.venue.description;
    const named = bound.get('account_id')?.text;
    const isCredential = auth?.credentials.includes('account_id') === true;
    return named === undefined || isCredential || named === String(accountNumber(account));
  }
}
