import { createServer, type Server } from 'node:https';
import { toCandleStream, toNetwork } from '../../applies.js';
import type { Check } from '../../check.js';
import { troubleOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import { selfSigned } from '../../self-signed.js';
import type { Session } from '../../session.js';

export const X03: Check = {
  id: 'X03',
  group: 'security',
  title: 'a host whose certificate nobody vouches for is refused, and is sent nothing',
  why: 'Whoever sits in between reads the key and writes the orders.',
  hint: 'Send requests through this.rest and read streams with CandleStream; switch no verification off.',
  applies: toNetwork,
  run: async (context) => {
    const impostor = await Impostor.listen();
    try {
      const session = await context.open({ config: { rest_url: `https://127.0.0.1:${impostor.port}` } });
      const refused = await impostor.meets(session, session.exchange.connect());
      demand(
        refused !== undefined,
        'connect to be refused where the certificate is not trusted',
        'it succeeded',
      );
      demandEqual('isConnected afterwards', session.exchange.isConnected, false);
      demandEqual('requests that the host was sent:', impostor.requests, []);
      const { description } = context.venue;
      if (toCandleStream(description) !== true || description.streams.candles?.host === 'token') return;
      const path = new URL(session.sandbox.stream ?? 'ws://127.0.0.1').pathname;
      const other = await context.open({
        config: { stream_url: `wss://127.0.0.1:${impostor.port}${path}` },
      });
      // A simulated exchange reads the stream as soon as it connects.
      const refusedAtOnce = await troubleOf(other.connect());
      if (refusedAtOnce === undefined)
        await impostor.meets(
          other,
          other.exchange.subscribeToCandles(() => undefined),
        );
      demandEqual('requests that the host was sent:', impostor.requests, []);
    } finally {
      impostor.close();
    }
  },
};

/** A host of TLS whose certificate is its own word, and what it is sent all the same. */
class Impostor {
  readonly requests: string[] = [];
  readonly port: number;
  readonly #server: Server;
  #met: () => void = () => undefined;

  static async listen(): Promise<Impostor> {
    const server = createServer(selfSigned());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Impostor(server);
  }

  private constructor(server: Server) {
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : 0;
    this.#server = server;
    server.on('request', (request, response) => {
      this.#take(`${request.method} ${request.url}`);
      response.end('{}');
    });
    server.on('upgrade', (request, socket) => {
      this.#take(`${request.method} ${request.url}`);
      socket.destroy();
    });
    server.on('connection', (socket) => socket.once('close', () => this.#met()));
    server.on('tlsClientError', () => undefined);
  }

  /**
   * Lets the call come to its end, or for a stream to its first attempt. Virtual time stands still until the host
   * was met, because a handshake takes real time.
   */
  async meets(session: Session, call: Promise<unknown>): Promise<unknown> {
    const trouble = troubleOf(call);
    const met = new Promise<void>((resolve) => {
      this.#met = resolve;
    });
    await Promise.race([met, trouble]);
    return session.during(trouble);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Without the query, where credentials may stand. */
  #take(request: string): void {
    this.requests.push(request.replace(/\?.*$/s, ''));
    this.#met();
  }
}
