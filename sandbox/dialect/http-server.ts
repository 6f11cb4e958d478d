import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { isKnownHost } from './known-host.js';
import { readBody } from './read-body.js';
import type { Activity, SocketWatch } from './activity.js';
import type { WireHeaders, WireReply, WireRequest } from './wire.js';

interface HttpServerOptions {
  /** Host names that are answered besides loopback's. */
  readonly venueHosts: readonly string[];
  readonly activity: Activity;
  readonly now: () => number;
  /** Rising by one. */
  readonly nextId: () => number;
  /** Answers a request by the time that what it returns resolves; it may also end the response without an answer. */
  readonly handle: (request: WireRequest, response: ServerResponse) => Promise<void>;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** The venue's HTTP side on node:http: bounded, bound to loopback by whoever listens, never ended by a client's bytes. */
export function createHttpServer(options: HttpServerOptions): Server {
  const { activity } = options;
  const watches = new WeakMap<object, SocketWatch>();
  const server = createServer(
    { keepAliveTimeout: 0, requestTimeout: 120_000, headersTimeout: 60_000 },
    (incoming, response) => {
      watches.get(incoming.socket)?.heard();
      response.on('error', () => undefined);
      readBody(incoming, (body) => {
        activity.touch();
        if (body === 'aborted') return;
        if (body === 'too-long') return refuse(response, 413, 'the body is too long');
        if (!isKnownHost(incoming.headers.host, options.venueHosts))
          return refuse(response, 403, 'this host is not served here');
        const request = wireRequest(incoming, options.nextId(), Math.floor(options.now()), body);
        const end = activity.begin();
        void handled(options.handle, request, response).then(end);
      });
    },
  );
  server.on('connection', (socket) => {
    const watch = activity.opened(socket.remotePort ?? 0);
    watches.set(socket, watch);
    socket.on('close', () => watch.closed());
    socket.on('error', () => socket.destroy());
  });
  server.on('clientError', (_error, socket) => {
    watches.get(socket)?.heard();
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  server.on('upgrade', (incoming, socket, head) => {
    watches.get(socket)?.heard();
    socket.on('error', () => socket.destroy());
    if (isKnownHost(incoming.headers.host, options.venueHosts)) options.upgrade(incoming, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  return server;
}

/** A request that cannot be handled loses its connection; it never ends the server. */
async function handled(
  handle: HttpServerOptions['handle'],
  request: WireRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    await handle(request, response);
  } catch {
    response.destroy();
  }
}

/** Listens on 127.0.0.1; resolves to the port. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function writeReply(response: ServerResponse, reply: WireReply, now: number): void {
  startReply(response, reply, now);
  response.end(reply.body);
}

/** Headers alone; the Date is the virtual clock's, so that the same run gives the same bytes. */
export function startReply(response: ServerResponse, reply: WireReply, now: number): void {
  response.sendDate = false;
  const headers: string[] = [];
  for (const name in reply.headers) {
    if (name !== 'content-length' && name !== 'date') headers.push(name, reply.headers[name] ?? '');
  }
  headers.push('content-length', String(Buffer.byteLength(reply.body)), 'date', dateText(now));
  response.writeHead(reply.status, headers);
}

let lastDate = { second: Number.NaN, text: '' };

/** An answer's Date has whole seconds: many answers share it. */
function dateText(now: number): string {
  const second = Math.floor(now / 1000);
  if (lastDate.second !== second) lastDate = { second, text: new Date(now).toUTCString() };
  return lastDate.text;
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
  response.end(`${words}\n`);
}

let lastHeaders: WireHeaders = {};

/** A client's requests mostly have the same headers: then the log keeps them once. */
function shared(headers: WireHeaders): WireHeaders {
  let left = Object.keys(lastHeaders).length;
  for (const name in headers) {
    if (headers[name] !== lastHeaders[name]) return (lastHeaders = headers);
    left -= 1;
  }
  return left === 0 ? lastHeaders : (lastHeaders = headers);
}

function wireRequest(incoming: IncomingMessage, id: number, at: number, body: Buffer): WireRequest {
  const url = incoming.url ?? '/';
  const target = url.startsWith('/') ? url : (/^https?:\/\/[^/]*(.*)$/.exec(url)?.[1] ?? url);
  const mark = target.indexOf('?');
  return {
    id,
    at,
    method: incoming.method ?? 'GET',
    host: incoming.headers.host ?? '',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers: shared(incoming.headers),
    body,
    text: body.toString('utf8'),
  };
}
