import type { Mover } from '../clock/virtual-clock.js';
import { isReadyClient } from './ready-clients.js';

export interface SocketWatch {
  heard(): void;
  closed(): void;
}

/**
 * Knows when real I/O in this process has come to rest, so that virtual time never outruns it: every socket event
 * counts as activity, requests stay open until they are answered or parked in a fault that waits for the clock.
 */
export class Activity {
  #events = 0;
  /** How many events there were when everything was last at rest. */
  #eventsAtRest = -1;
  #open = 0;
  #sockets = 0;
  /** Busy resources that did not come to rest when they were waited for. */
  #stuck = 0;
  readonly #unheard = new Set<{ readonly since: number; readonly port: number }>();

  /**
   * A socket was opened. Whoever connects is about to send something, even when it must first compile its parser
   * (undici's first connection); call the result at the first bytes and at the end. `port` is the client's: one that
   * undici opens of its own accord, in place of a connection that broke, may never send anything.
   */
  opened(port: number): SocketWatch {
    this.#events += 1;
    this.#sockets += 1;
    const socket = { since: performance.now(), port };
    this.#unheard.add(socket);
    return {
      heard: () => {
        this.#events += 1;
        this.#unheard.delete(socket);
      },
      closed: () => {
        this.#events += 1;
        this.#sockets -= 1;
        this.#unheard.delete(socket);
      },
    };
  }

  /** Something was received, sent, opened or closed. */
  touch(): void {
    this.#events += 1;
  }

  /** A request arrived; call the result when it is answered or parked. */
  begin(): () => void {
    this.#events += 1;
    this.#open += 1;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#open -= 1;
      this.#events += 1;
    };
  }

  /** A request under way waits for the virtual clock; call the result when it goes on. */
  parked(): () => void {
    this.#events += 1;
    this.#open -= 1;
    return () => {
      this.#open += 1;
      this.#events += 1;
    };
  }

  /**
   * Resolves after several quiet event-loop turns in a row with nothing under way; where the venue alone has moved and
   * touched no socket, after one.
   */
  async settled(after: Mover = 'anyone'): Promise<void> {
    if (after === 'venue' && this.#isAtRest()) {
      await turn();
      if (this.#isAtRest()) return;
    }
    await this.#quiet();
    this.#eventsAtRest = this.#events;
  }

  #isAtRest(): boolean {
    return this.#events === this.#eventsAtRest && this.#open === 0;
  }

  async #quiet(): Promise<void> {
    const start = performance.now();
    let lastEvent = start;
    let quiet = 0;
    let seen = this.#events;
    while (quiet < (this.#sockets === 0 ? IDLE_TURNS : QUIET_TURNS)) {
      await turn();
      const isQuiet =
        this.#events === seen &&
        this.#open === 0 &&
        !this.#expectsBytes() &&
        (quiet % LOOK_EVERY !== LOOK_EVERY - 1 || !this.#isBusy());
      const now = performance.now();
      if (this.#events !== seen) lastEvent = now;
      seen = this.#events;
      quiet = isQuiet ? quiet + 1 : 0;
      if (now - lastEvent <= LONGEST_STILL_MS && now - start <= LONGEST_BUSY_MS) continue;
      // Something that never ends, such as a client that does not read: it shall not hold every later step up too.
      this.#stuck = busyResources();
      return;
    }
  }

  #isBusy(): boolean {
    const busy = busyResources();
    this.#stuck = Math.min(this.#stuck, busy);
    return busy > this.#stuck;
  }

  #expectsBytes(): boolean {
    if (this.#unheard.size === 0) return false;
    const earliest = performance.now() - FIRST_BYTES_WAIT_MS;
    for (const socket of this.#unheard) {
      if (socket.since > earliest && !isReadyClient(socket.port)) return true;
      this.#unheard.delete(socket);
    }
    return false;
  }
}

/** An answer travels from socket to caller in a handful of turns: readable, parsed, promises, the next request. */
const QUIET_TURNS = 8;

/** Quiet turns from one look at what the process is busy with to the next: each look lists every open socket. */
const LOOK_EVERY = 4;

/** Without a socket there is nothing to wait for but a client that is about to connect. */
const IDLE_TURNS = 4;

/** Wall time after which something that is under way and does nothing no longer holds the clock up. */
const LONGEST_STILL_MS = 3000;

/** The same of something that never stops: a burst of requests goes on for longer where the machine is busy. */
const LONGEST_BUSY_MS = 15_000;

/** Wall time that a new socket's first bytes are waited for. */
const FIRST_BYTES_WAIT_MS = 200;

/** Work of this process that ends by itself soon and may lead to requests: files, connecting, sending, look-ups. */
const BUSY = /Req|ConnectWrap|^WriteWrap|^ShutdownWrap/;

/** Kind of resource → whether it is busy: with a thousand sockets there are a thousand resources of a few kinds. */
const busyKinds = new Map<string, boolean>();

function busyResources(): number {
  let busy = 0;
  for (const kind of process.getActiveResourcesInfo()) {
    let isBusy = busyKinds.get(kind);
    if (isBusy === undefined) busyKinds.set(kind, (isBusy = BUSY.test(kind)));
    if (isBusy) busy += 1;
  }
  return busy;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
