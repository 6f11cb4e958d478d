import type { LoadedVenue, VenueDescription } from '../../venues/index.js';
import type { HookRequest, SandboxHooks } from '../hooks.js';
import type { KeyHolder } from './credentials.js';
import type { KeyRing } from './key-ring.js';
import { changesOrders, type Route } from './routes.js';
import { wrongForm } from './auth-form.js';
import { signedAnswer } from './sign-answer.js';
import { signedInput } from './signed-request.js';
import { verifyJwt } from './verify-jwt.js';
import { checkStamp } from './stamp-window.js';
import { checkNonce, failed, verifySignature, type SignatureVerdict } from './verify-signature.js';
import { headerTexts, type WireReply, type WireRequest } from './wire.js';

/** Who may do what: proves a signed request and the right it needs. */
export class Authority {
  readonly keys: KeyRing;
  readonly #description: VenueDescription;
  readonly #venueHosts: readonly string[];

  readonly #hooks: SandboxHooks;
  readonly #clientLag: () => number;

  /** @param clientLag how far the clocks of clients are behind the venue's, ms */
  constructor(venue: LoadedVenue, keys: KeyRing, hooks: SandboxHooks = {}, clientLag = () => 0) {
    this.keys = keys;
    this.#hooks = hooks;
    this.#clientLag = clientLag;
    this.#description = venue.description;
    this.#venueHosts = venueHosts(venue);
  }

  /** The verdict on a request of a signed endpoint. */
  check(
    request: WireRequest,
    values: Readonly<Record<string, unknown>>,
    route: Route,
    now: number,
  ): SignatureVerdict {
    return permitted(this.#prove(request, values, route, now), route);
  }

  /** The answer to a request that was proved, signed where the venue signs its answers. */
  signed(
    reply: WireReply,
    request: WireRequest,
    values: Readonly<Record<string, unknown>>,
    { ok, holder }: SignatureVerdict,
  ): WireReply {
    return ok ? signedAnswer(reply, request, values, this.#description.auth, holder) : reply;
  }

  #prove(
    request: WireRequest,
    values: Readonly<Record<string, unknown>>,
    route: Route,
    now: number,
  ): SignatureVerdict {
    const { auth } = this.#description;
    const [holder] = this.keys.holders;
    if (auth === undefined || holder === undefined)
      return failed('bad_key', 'this venue has no signed endpoints');
    const { signature } = auth;
    if (signature.algorithm === 'custom')
      return this.#proveCustom(hookRequest(request, route, now), auth, holder);
    const wrong = wrongForm(request, this.#description);
    if (wrong !== undefined) return wrong;
    const word = route.endpoint.signed_as;
    const input = signedInput(request, values, auth, this.#venueHosts, word);
    const clientLag = this.#clientLag();
    if ('claims' in signature)
      return verifyJwt(input, { recipe: signature, now, keys: this.keys, clientLag });
    return verifySignature(input, {
      auth,
      recipe: signature,
      payload: signature.payload,
      stampUnit: auth.stamp?.unit,
      now,
      clientLag,
      keys: this.keys,
    });
  }

  #proveCustom(
    request: HookRequest,
    auth: NonNullable<VenueDescription['auth']>,
    first: KeyHolder,
  ): SignatureVerdict {
    const { verifySignature: prove } = this.#hooks;
    if (prove === undefined)
      return { ok: true, holder: first, reason: 'a custom signature: not checked, there is no hook for it' };
    const {
      ok,
      apiKey = '',
      stamp,
      nonce,
      signer,
      ...verdict
    } = prove(
      request,
      this.keys.holders.map(({ credentials }) => credentials),
    );
    const told = {
      ...(nonce === undefined ? {} : { nonce }),
      ...(signer === undefined ? {} : { wallet_address: signer }),
    };
    if (!ok) return { failed: 'bad_signature', ...verdict, ok, told };
    const holder = this.keys.find(apiKey);
    if (holder === undefined) return failed('bad_key', 'the API key is unknown');
    const late =
      stamp === undefined
        ? undefined
        : checkStamp(stamp, {
            unit: auth.stamp?.unit ?? 'ms',
            receiveWindowMs: undefined,
            auth,
            now: request.now,
            clientLag: this.#clientLag(),
          });
    const replayed =
      nonce === undefined
        ? undefined
        : checkNonce(new Map([['nonce', nonce]]), apiKey, { auth, keys: this.keys });
    return { ...verdict, told, ...(late ?? replayed ?? { ok, holder }) };
  }
}

/** The verdict on what is proved, as far as the key may do it. */
export function permitted(verdict: SignatureVerdict, route: Route): SignatureVerdict {
  if (!verdict.ok || !changesOrders(route) || verdict.holder?.mayTrade !== false) return verdict;
  return { ...verdict, ok: false, failed: 'missing_permission', reason: 'the key may read, but not trade' };
}

export function hookRequest(request: WireRequest, route: Route | undefined, now: number): HookRequest {
  const { method, host, path, query, text: body } = request;
  return {
    method,
    host,
    path,
    query,
    headers: headerTexts(request),
    body,
    endpoint: route?.name ?? '',
    now: Math.floor(now),
  };
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
