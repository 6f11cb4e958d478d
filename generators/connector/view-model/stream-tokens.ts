import { UserError } from '../../cli/errors.js';
import type { VenueDescription } from '../../../venues/index.js';
import { renewedStreamToken, streamTokenEndpoint } from '../../../venues/stream-token.js';
import { templateExpression, text, type Expression } from './expression.js';
import { argument, requiredField } from './fields.js';
import { requestCode } from './request.js';
import { commonScope } from './scopes.js';

type StreamName = 'candles' | 'orders';

/** A method that asks for a stream's token, or for its whole address where the venue tells it with the token. */
export interface StreamTokenView {
  readonly name: string;
  readonly call: string;
  readonly value: string;
  /** As plain text. */
  readonly doc: string;
}

export function streamTokenViews(description: VenueDescription, trades: boolean): StreamTokenView[] {
  const names: readonly StreamName[] = trades ? ['candles', 'orders'] : ['candles'];
  const views = names.flatMap((name) => {
    const stream = description.streams[name];
    const asks =
      stream !== undefined && (stream.host === 'token' || JSON.stringify(stream).includes('{token}'));
    return asks ? [tokenView(description, name)] : [];
  });
  return [...new Map(views.map((view) => [view.name, view])).values()];
}

/** The venue's token for a stream: the one that is kept alive, or asked for anew with every connection. */
export function tokenExpression(description: VenueDescription, stream: StreamName): Expression {
  if (stream === 'orders' && renewedStreamToken(description) !== undefined)
    return text('await this.streamToken.current()');
  return text(`await this.${methodName(description, stream)}()`);
}

/** The method's name: the private stream's own token has a method of its own. */
export function methodName({ endpoints, streams }: VenueDescription, stream: StreamName): string {
  const whose = stream === 'orders' && endpoints.private_stream_token !== undefined ? 'Private' : '';
  return `fetch${whose}Stream${streams[stream]?.host === 'token' ? 'Url' : 'Token'}`;
}

function tokenView(description: VenueDescription, name: StreamName): StreamTokenView {
  const endpoint = streamTokenEndpoint(description, name);
  if (endpoint === undefined)
    throw new UserError(`endpoints.stream_token: is missing; streams.${name} needs its token`);
  const own = endpoint === description.endpoints.private_stream_token;
  const where = `endpoints.${own ? 'private_stream_token' : 'stream_token'}`;
  const { fields } = endpoint.response;
  const token = `answer.text(${argument(requiredField(fields, 'token', where).paths[0])})`;
  const common = {
    name: methodName(description, name),
    call: requestCode(endpoint, commonScope(description), where),
  };
  const { host, path = '' } = description.streams[name] ?? {};
  if (host !== 'token') {
    const isKept = name === 'orders' && renewedStreamToken(description) !== undefined;
    const doc = isKept ? 'Opens the private stream.' : 'Asked for anew with every connection.';
    return { ...common, value: token, doc };
  }
  const address = `answer.text(${argument(requiredField(fields, 'endpoint', where).paths[0])})`;
  const scope = {
    ...commonScope(description),
    token: text(`encodeURIComponent(${token})`),
    endpoint: text(address),
    uuid: text('crypto.randomUUID()'),
  };
  const value = templateExpression(`{endpoint}${path}`, scope, `streams.${name}.path`).code;
  return { ...common, value, doc: 'The venue tells the address together with the token for it.' };
}
