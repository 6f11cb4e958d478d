import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';
import type { Clock, Timer } from 'ats-runtime';

/**
 * Stands for the operating-system process that a connector runs in, so that it can be killed: from then on its timers
 * do not fire, its sockets are gone and new ones are cut before they carry a byte. All else of it just never happens.
 */
export class ConnectorProcess {
  readonly clock: Clock;
  readonly #timers = new Set<Timer>();
  readonly #sockets = new Set<Socket>();
  #isDead = false;

  constructor(clock: Clock) {
    this.clock = {
      now: () => clock.now(),
      schedule: (delayMs, callback) => this.#schedule(clock, delayMs, callback),
    };
    subscribe(NEW_CLIENT_SOCKET, this.#adopt);
  }

  /** What `work` starts, now or later, belongs to this process. */
  run<T>(work: () => T): T {
    return CURRENT.run(this, work);
  }

  kill(): void {
    this.#isDead = true;
    for (const timer of this.#timers) timer.cancel();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends the watching of sockets. */
  close(): void {
    unsubscribe(NEW_CLIENT_SOCKET, this.#adopt);
  }

  readonly #adopt = (message: unknown): void => {
    if (CURRENT.getStore() !== this || !isSocketMessage(message)) return;
    const { socket } = message;
    // Before it connects; destroyed at once, `connect` would bring it back.
    if (this.#isDead) process.nextTick(() => socket.destroy());
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  };

  #schedule(clock: Clock, delayMs: number, callback: () => void): Timer {
    if (this.#isDead) return { cancel: () => undefined };
    const timer = clock.schedule(delayMs, () => {
      this.#timers.delete(handle);
      // The virtual clock calls from its own context: what the timer starts is this process's all the same.
      this.run(callback);
    });
    const handle: Timer = {
      cancel: () => {
        this.#timers.delete(handle);
        timer.cancel();
      },
    };
    this.#timers.add(handle);
    return handle;
  }
}

const CURRENT = new AsyncLocalStorage<ConnectorProcess>();
const NEW_CLIENT_SOCKET = 'net.client.socket';

function isSocketMessage(message: unknown): message is { readonly socket: Socket } {
  return (
    typeof message === 'object' && message !== null && 'socket' in message && message.socket instanceof Socket
  );
}
