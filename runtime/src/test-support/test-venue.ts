import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TestVenue {
  readonly url: string;
  readonly streamUrl: string;
  readonly requests: SeenRequest[];
  /** Open stream connections, the oldest first. */
  readonly sockets: WebSocket[];
  /** Text frames received, from all connections. */
  readonly frames: string[];
  close(): Promise<void>;
}

export type Responder = (request: SeenRequest, response: ServerResponse, count: number) => void;

/** A server on the loopback interface that answers as the test says. */
export async function testVenue(options: {
  readonly respond?: Responder;
  readonly onFrame?: (socket: WebSocket, text: string) => void;
  readonly onConnect?: (socket: WebSocket) => void;
}): Promise<TestVenue> {
  const requests: SeenRequest[] = [];
  const sockets: WebSocket[] = [];
  const frames: string[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      requests.push(request);
      options.respond?.(request, response, requests.length);
    });
  });
  const streams = new WebSocketServer({ server });
  streams.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.on('error', () => undefined);
    socket.on('message', (data) => {
      const text = String(data);
      frames.push(text);
      options.onFrame?.(socket, text);
    });
    options.onConnect?.(socket);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    streamUrl: `ws://127.0.0.1:${port}`,
    requests,
    sockets,
    frames,
    close: async () => {
      for (const socket of streams.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(portOf(server.address())));
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
