import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

/**
 * Whether an HTTP connection of this process that has this local port is set up for its client, which by then has sent
 * what it had to send. undici tells it, whichever copy: the connector's, another client's, the one behind `fetch`.
 */
export function isReadyClient(port: number): boolean {
  return readyPorts.has(port);
}

const readyPorts = new Set<number>();

subscribe('undici:client:connected', (told) => {
  const socket = typeof told === 'object' && told !== null && 'socket' in told ? told.socket : undefined;
  if (!(socket instanceof Socket) || socket.localPort === undefined) return;
  const { localPort } = socket;
  readyPorts.add(localPort);
  socket.once('close', () => readyPorts.delete(localPort));
});
