import { milliseconds, type Timer } from 'ats-runtime';
import type { KeepAlive } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import { parseJson } from '../dialect/request-values.js';
import type { StreamConnection } from './connection.js';
import { matchMessage } from './match-message.js';
import { renderMessage } from './render-message.js';

/** Keeps one connection alive in the venue's way, and drops a client that does not do its part. */
export class KeepAliveWatch {
  readonly #connection: StreamConnection;
  readonly #rule: KeepAlive;
  readonly #clock: VirtualClock;
  #timer: Timer | undefined;
  #unansweredSince: number | undefined;
  #lastHeard: number;

  constructor(connection: StreamConnection, rule: KeepAlive, clock: VirtualClock) {
    this.#connection = connection;
    this.#rule = rule;
    this.#clock = clock;
    this.#lastHeard = clock.now();
    if (rule.kind !== 'none') this.#timer = clock.schedule(milliseconds(rule.every), () => this.#tick());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Anything the client sent. */
  heard(): void {
    this.#lastHeard = this.#clock.now();
  }

  ponged(): void {
    this.heard();
    if (this.#rule.kind === 'server_ping') this.#unansweredSince = undefined;
  }

  /** Answers the client's keep-alive message, or takes its answer; false where the text is none. */
  take(text: string): boolean {
    const rule = this.#rule;
    if (rule.kind !== 'message' && rule.kind !== 'answer') return false;
    const isPlain = typeof rule.send === 'string';
    const match = matchMessage(rule.send, isPlain ? text : parseJson(text), NOTHING_FREE)?.matches[0];
    if (match === undefined) return false;
    if (rule.kind === 'answer') this.#unansweredSince = undefined;
    else
      this.#connection.sendControl(
        renderMessage(rule.expect, (name) => match.get(name)?.text ?? this.#own(name)),
      );
    return true;
  }

  #tick(): void {
    const rule = this.#rule;
    if (rule.kind === 'none') return;
    const now = this.#clock.now();
    const every = milliseconds(rule.every);
    const timeout = milliseconds(rule.timeout);
    const isServers = rule.kind === 'server_ping' || rule.kind === 'answer';
    const deadline = isServers ? (this.#unansweredSince ?? now) + timeout : this.#lastHeard + every + timeout;
    if (now >= deadline && (!isServers || this.#unansweredSince !== undefined)) return this.#connection.cut();
    if (isServers) {
      this.#unansweredSince ??= now;
      if (rule.kind === 'server_ping') this.#connection.ping();
      else this.#connection.sendControl(renderMessage(rule.receive, (name) => this.#own(name)));
    }
    const next = isServers
      ? Math.min(every, this.#unansweredSince === undefined ? every : this.#unansweredSince + timeout - now)
      : deadline - now;
    this.#timer = this.#clock.schedule(next, () => this.#tick());
  }

  #own(name: string): string {
    return name === 'stamp' || name === 'nonce' || name === 'start' ? String(this.#clock.now()) : '';
  }
}

const NOTHING_FREE: ReadonlySet<string> = new Set();
