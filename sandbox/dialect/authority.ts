import type { Auth, LoadedVenue } from '../../venues/index.js';
import type { KeyRing } from './key-ring.js';
import type { Route } from './routes.js';
import { signedInput } from './signed-request.js';
import { verifyJwt } from './verify-jwt.js';
import { failed, verifySignature, type SignatureVerdict } from './verify-signature.js';
import type { WireRequest } from './wire.js';

/** Who may do what: proves a signed request and the right it needs. */
export class Authority {
  readonly keys: KeyRing;
  readonly #auth: Auth | undefined;
  readonly #venueHosts: readonly string[];

  constructor(venue: LoadedVenue, keys: KeyRing) {
    this.keys = keys;
    this.#auth = venue.description.auth;
    this.#venueHosts = venueHosts(venue);
  }

  /** The verdict on a request of a signed endpoint. */
  check(
    request: WireRequest,
    values: Readonly<Record<string, unknown>>,
    route: Route,
    now: number,
  ): SignatureVerdict {
    const verdict = this.#prove(request, values, now);
    if (!verdict.ok || !needsTrading(route) || verdict.holder?.mayTrade !== false) return verdict;
    return { ...verdict, ok: false, failed: 'missing_permission', reason: 'the key may read, but not trade' };
  }

  #prove(request: WireRequest, values: Readonly<Record<string, unknown>>, now: number): SignatureVerdict {
    const auth = this.#auth;
    const [holder] = this.keys.holders;
    if (auth === undefined || holder === undefined)
      return failed('bad_key', 'this venue has no signed endpoints');
    const input = signedInput(request, values, auth, this.#venueHosts);
    const { signature } = auth;
    if (signature.algorithm === 'custom')
      return { ok: true, holder, reason: 'a custom signature: not checked' };
    if ('claims' in signature) return verifyJwt(input, { recipe: signature, now, keys: this.keys });
    return verifySignature(input, {
      auth,
      recipe: signature,
      payload: signature.payload,
      stampUnit: auth.stamp?.unit,
      now,
      keys: this.keys,
    });
  }
}

/** Every host name that belongs to the venue. */
export function venueHosts({ description }: LoadedVenue): readonly string[] {
  const { hosts, testnet, other_hosts } = description;
  const urls = [
    hosts.rest,
    hosts.stream,
    hosts.private_stream,
    testnet?.rest,
    testnet?.stream,
    testnet?.private_stream,
  ];
  const names = urls.flatMap((url) => (url === undefined ? [] : [new URL(url).host]));
  return [...new Set([...names, ...(other_hosts ?? [])])];
}

function needsTrading({ purpose }: Route): boolean {
  return purpose === 'place_order' || purpose === 'cancel_order';
}
