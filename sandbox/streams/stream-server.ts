import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData } from 'ws';
import type { KeepAlive } from '../../venues/index.js';
import { StreamConnection, type ConnectionContext, type Line, type StreamKind } from './connection.js';
import type { Compression } from './encoded-frame.js';
import { KeepAliveWatch } from './keep-alive.js';

interface StreamServerOptions extends ConnectionContext {
  /** How connections on this path are kept alive. */
  readonly keepAlive: (path: string) => KeepAlive;
  /** One of the venue's documented payloads, by its file. */
  readonly sample: (file: string) => unknown;
  /** How messages on this path are packed. */
  readonly compression: (path: string) => Compression;
  readonly opened: (connection: StreamConnection) => void;
  readonly message: (connection: StreamConnection, text: string) => void;
  readonly closed: (connection: StreamConnection) => void;
}

/** The venue's sockets: accepts any path, keeps connections alive as described, hands messages on. */
export class StreamServer {
  readonly #options: StreamServerOptions;
  readonly #connections = new Set<StreamConnection>();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024 * 1024,
    perMessageDeflate: false,
    clientTracking: false,
    autoPong: false,
  });
  #lastId = 0;
  #silent = false;

  constructor(options: StreamServerOptions) {
    this.#options = options;
    this.#server.on('wsClientError', (_error, socket) => socket.destroy());
  }

  get connections(): readonly StreamConnection[] {
    return [...this.#connections];
  }

  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(incoming, socket, head, (webSocket) =>
      this.#open(incoming.url ?? '/', { socket: webSocket, carrier: socket }),
    );
  }

  /** Cuts every connection, or those with a subscription of a kind; returns how many. */
  cut(kind?: StreamKind): number {
    const chosen = this.connections.filter((connection) => kind === undefined || connection.serves(kind));
    for (const connection of chosen) connection.cut();
    return chosen.length;
  }

  /** While on, sockets stay open and nothing is sent, on connections of now and later. */
  silence(on: boolean): void {
    this.#silent = on;
    for (const connection of this.#connections) connection.silent = on;
  }

  close(): void {
    for (const connection of this.#connections) connection.cut();
    this.#server.close();
  }

  #open(url: string, line: Line): void {
    const { socket } = line;
    const { activity, clock } = this.#options;
    this.#lastId += 1;
    const compression = this.#options.compression(url);
    const connection = new StreamConnection(this.#lastId, url, line, this.#options, compression);
    connection.silent = this.#silent;
    const watch = new KeepAliveWatch(connection, this.#options.keepAlive(url), clock, this.#options.sample);
    this.#connections.add(connection);
    activity.touch();
    socket.on('message', (data, isBinary) => {
      activity.touch();
      watch.heard();
      const text = isBinary ? '' : textOf(data);
      if (!watch.take(text)) this.#options.message(connection, text);
    });
    socket.on('ping', (payload) => {
      activity.touch();
      watch.heard();
      connection.pong(payload);
    });
    socket.on('pong', () => {
      activity.touch();
      watch.ponged();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      activity.touch();
      watch.stop();
      this.#connections.delete(connection);
      this.#options.closed(connection);
    });
    this.#options.opened(connection);
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8');
}
