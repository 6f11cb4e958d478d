import { literal } from '../../naming/literal.js';
import type { VenueDescription } from '../../../venues/index.js';
import { renewedStreamToken } from '../../../venues/stream-token.js';
import { objectLiteral, text } from './expression.js';
import { requestCode } from './request.js';
import { commonScope } from './scopes.js';
import { methodName } from './stream-tokens.js';

/** The private stream's token where it is renewed, and the methods that do it. Strings are code. */
export interface KeptTokenView {
  readonly options: readonly string[];
  readonly requests: readonly TokenRequestView[];
  readonly isReleased: boolean;
}

interface TokenRequestView {
  readonly name: string;
  readonly call: string;
  /** As plain text. */
  readonly doc: string;
}

export function keptTokenView(description: VenueDescription): KeptTokenView | undefined {
  const token = renewedStreamToken(description);
  if (token === undefined) return undefined;
  const requests = REQUESTS.flatMap(({ endpoint: name, ...view }): readonly TokenRequestView[] => {
    const endpoint = description.endpoints[name];
    if (endpoint === undefined) return [];
    const scope = { ...commonScope(description), token: text('token') };
    return [{ ...view, call: requestCode(endpoint, scope, `endpoints.${name}`) }];
  });
  const isReleased = description.endpoints.release_stream_token !== undefined;
  const options: (readonly [string, string])[] = [
    ['environment', 'this.environment'],
    ['lifetime', literal(token.lifetime)],
    ['renewEvery', literal(token.renew_every)],
    ['create', `() => this.${methodName(description, 'orders')}()`],
    ['renew', '(token) => this.renewStreamToken(token)'],
    ...(isReleased ? [['release', '(token) => this.releaseStreamToken(token)'] as const] : []),
  ];
  return { options: options.map((option) => entry(option)), requests, isReleased };
}

function entry(option: readonly [string, string]): string {
  return (objectLiteral([option]) ?? '').slice(2, -2);
}

const REQUESTS = [
  {
    endpoint: 'renew_stream_token',
    name: 'renewStreamToken',
    doc: 'Lets the token live on.',
  },
  {
    endpoint: 'release_stream_token',
    name: 'releaseStreamToken',
    doc: 'Ends the token before its time.',
  },
] as const;
