import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { Sent } from './unsigned.js';

const opened: WebSocket[] = [];

/** Opens a socket and says these messages; what it is told goes on coming into the list. */
export async function listen(
  address: string | undefined,
  messages: readonly unknown[] = [],
): Promise<readonly Sent[]> {
  const socket = new WebSocket(address ?? '');
  opened.push(socket);
  const frames: Sent[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  messages.forEach(say);
  return frames;
}

/** On the socket that was opened last; text as it is. */
export function say(message: unknown): void {
  opened.at(-1)?.send(typeof message === 'string' ? message : JSON.stringify(message));
}

/** After each test. */
export function hangUp(): void {
  for (const socket of opened.splice(0)) socket.terminate();
}

export async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { interval: 5 }).toBe(true);
}
