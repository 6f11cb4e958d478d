import {
  isRecord,
  readPath,
  type ErrorCase,
  type LoadedVenue,
  type ParameterValue,
  type SocketRequestsDescription,
} from '../../venues/index.js';
import { permitted } from '../dialect/authority.js';
import { bindParameters } from '../dialect/bind-parameters.js';
import type { Answered, Dialect, RoutedRequest } from '../dialect/dialect.js';
import { jsonText } from '../dialect/exact-number.js';
import type { KeyRing } from '../dialect/key-ring.js';
import { parseJson } from '../dialect/request-values.js';
import type { EventGate } from '../dialect/venue-handler.js';
import type { SignatureVerdict } from '../dialect/verify-signature.js';
import type { WireReply, WireRequest } from '../dialect/wire.js';
import { copy, replaceAt } from '../dialect/write-rows.js';
import type { StreamConnection } from './connection.js';
import { echo } from './render-message.js';
import { proveMessage } from './stream-authority.js';
import type { StreamNote } from './stream-desk.js';
import { isPrivatePath } from './stream-paths.js';

interface SocketRequestsOptions {
  readonly venue: LoadedVenue;
  readonly dialect: Dialect;
  readonly keys: KeyRing;
  readonly now: () => number;
  readonly clientLag: () => number;
  readonly events: EventGate;
  readonly nextId: () => number;
  readonly log: (connection: StreamConnection, note: StreamNote) => void;
}

type Given = Readonly<Record<string, unknown>>;

/** Requests that come over the private socket and are answered as over HTTP, in a message of their own. */
export class SocketRequests {
  readonly #options: SocketRequestsOptions;

  constructor(options: SocketRequestsOptions) {
    this.#options = options;
  }

  /** Answers a request; false where the message is none. */
  take(connection: StreamConnection, message: object): boolean {
    const { venue, events, log } = this.#options;
    const { socket_requests: described } = venue.description;
    const isHere =
      venue.description.hosts.private_stream === undefined ||
      isPrivatePath(venue.description, connection.path);
    if (described === undefined || !isHere) return false;
    const name = readPath(message, described.method);
    const target = typeof name === 'string' ? targetOf(name, described) : undefined;
    if (target === undefined) return false;
    // Order events that come about meanwhile are told after the answer.
    events.hold();
    try {
      const { reply, signature: verdict, detail } = this.#answer(target, message, described);
      const answer = this.#message(String(name), reply, message, described);
      connection.sendControl(answer);
      log(connection, { name: String(name), text: jsonText(message), answer, verdict, detail });
    } finally {
      events.release();
    }
    return true;
  }

  #answer(target: Target, message: object, described: SocketRequestsDescription): Answered {
    const { dialect } = this.#options;
    if ('refused' in target) return { reply: dialect.errors.reply(target.refused) };
    const [method = '', path = ''] = target.line.split(' ');
    const params = paramsOf(message, described);
    const routed = dialect.routed(this.#request(method, path, params, described.auth));
    return dialect.answer(routed, this.#verdict(routed, params, described));
  }

  #verdict(
    { route }: RoutedRequest,
    params: Given,
    { auth, signs }: SocketRequestsDescription,
  ): SignatureVerdict | undefined {
    if (route?.endpoint.signed !== true || auth === undefined || signs === undefined) return undefined;
    const { venue, keys, now, clientLag } = this.#options;
    const stream = { signature: { payload: signs } };
    const bound = bindParameters([auth], params, () => ANY);
    const context = { venue, stream, keys, now: now(), clientLag: clientLag() };
    return permitted(proveMessage(context, { params: auth }, { params }, bound), route);
  }

  /** The request as it would come over HTTP, without what proves it. */
  #request(
    method: string,
    path: string,
    params: Given,
    auth: Readonly<Record<string, ParameterValue>> = {},
  ): WireRequest {
    const proofs = new Set(Object.keys(auth).filter((name) => PROOFS.test(JSON.stringify(auth[name]))));
    const sent = Object.entries(params).filter(([name]) => !proofs.has(name));
    // A list is one text in a query.
    const values = sent.map(([name, value]) => [name, Array.isArray(value) ? JSON.stringify(value) : value]);
    const text = sent.length === 0 ? '' : JSON.stringify(Object.fromEntries(values));
    const { nextId, now } = this.#options;
    const common = { id: nextId(), at: Math.floor(now()), host: '', query: '', headers: {} };
    return { ...common, method, path, text, body: Buffer.from(text) };
  }

  #message(
    name: string,
    { status, headers, body }: WireReply,
    message: object,
    described: SocketRequestsDescription,
  ): string {
    const { echo: paths, counts = {}, answers } = described;
    const shape = status < 400 ? (answers?.[name] ?? described.answer) : described.refused;
    const sample = copy(this.#options.venue.samples.get(shape.sample));
    const echoed = echo(sample, paths, message);
    const coded = shape.status === undefined ? echoed : replaceAt(echoed, shape.status, status);
    const used = new Map(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));
    const counted = Object.entries(counts).reduce((written, [place, header]) => {
      const count = used.get(header.toLowerCase());
      return count === undefined ? written : replaceAt(written, place, Number(count));
    }, coded);
    // The body as it is: no digit of its numbers is lost.
    const told = shape.part === undefined ? body : JSON.stringify(readPath(parseJson(body), shape.part));
    return jsonText(replaceAt(counted, shape.body, BODY)).replace(JSON.stringify(BODY), () => told);
  }
}

type Target = { readonly line: string } | { readonly refused: ErrorCase };

function targetOf(name: string, { methods, refuses = {} }: SocketRequestsDescription): Target | undefined {
  const line = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (line !== undefined) return { line };
  const refused = Object.hasOwn(refuses, name) ? refuses[name] : undefined;
  return refused === undefined ? undefined : { refused };
}

const BODY = '\u0000 the answer';
const PROOFS = /\{(api_key|signature)[|}]/;
const ANY = { holds: () => true, implied: () => [] };

function paramsOf(message: object, { params }: SocketRequestsDescription): Given {
  const given = readPath(message, params);
  return isRecord(given) ? given : {};
}
