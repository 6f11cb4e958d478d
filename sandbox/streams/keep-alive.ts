import { milliseconds, type Timer } from 'ats-runtime';
import type { KeepAlive } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import { parseJson } from '../dialect/request-values.js';
import type { StreamConnection } from './connection.js';
import { lacksMembers, matchMessage } from './match-message.js';
import { echo, renderMessage, stampMatch } from './render-message.js';

/** Keeps one connection alive in the venue's way, and drops a client that does not do its part. */
export class KeepAliveWatch {
  readonly #connection: StreamConnection;
  readonly #rule: KeepAlive;
  readonly #clock: VirtualClock;
  #timer: Timer | undefined;
  #unansweredSince: number | undefined;
  #lastHeard: number;
  /** Whether the client has subscribed to beats, and one of them. */
  #beats = false;
  /** Whatever the venue's beats are made of. */
  readonly #beatFrame: unknown;

  constructor(
    connection: StreamConnection,
    rule: KeepAlive,
    clock: VirtualClock,
    sample: (file: string) => unknown,
  ) {
    this.#beatFrame = 'sample' in rule ? sample(rule.sample) : undefined;
    this.#connection = connection;
    this.#rule = rule;
    this.#clock = clock;
    this.#lastHeard = clock.clients.now();
    if (rule.kind !== 'none')
      this.#timer = clock.clients.schedule(milliseconds(rule.every), () => this.#tick());
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** Anything the client sent. */
  heard(): void {
    this.#lastHeard = this.#clock.clients.now();
  }

  ponged(): void {
    this.heard();
    if (this.#rule.kind === 'server_ping') this.#unansweredSince = undefined;
  }

  /** Answers the client's keep-alive message, or takes its answer; false where the text is none. */
  take(text: string): boolean {
    const rule = this.#rule;
    if (rule.kind !== 'message' && rule.kind !== 'answer' && rule.kind !== 'subscription') return false;
    const isPlain = typeof rule.send === 'string';
    const message = isPlain ? text : parseJson(text);
    const match = matchMessage(rule.send, message, NOTHING_FREE)?.matches[0];
    if (match === undefined || lacksMembers(rule.send, message)) return false;
    if (rule.kind === 'subscription') this.#beats = true;
    else if (rule.kind === 'answer') this.#unansweredSince = undefined;
    else
      this.#connection.sendKeepAlive(
        echo(
          renderMessage(rule.expect, (name) => match.get(name)?.text ?? this.#own(name)),
          rule.echo,
          message,
        ),
      );
    return true;
  }

  #tick(): void {
    const rule = this.#rule;
    if (rule.kind === 'none') return;
    if (rule.kind === 'subscription') return this.#beat(rule);
    if (rule.kind === 'beats') return this.#beatOnEach(rule);
    const now = this.#clock.clients.now();
    const every = milliseconds(rule.every);
    const timeout = milliseconds(rule.timeout);
    const isServers = rule.kind === 'server_ping' || rule.kind === 'answer';
    const deadline = isServers ? (this.#unansweredSince ?? now) + timeout : this.#lastHeard + every + timeout;
    if (now >= deadline && (!isServers || this.#unansweredSince !== undefined)) return this.#connection.cut();
    if (isServers) {
      this.#unansweredSince ??= now;
      if (rule.kind === 'server_ping') this.#connection.ping();
      else this.#connection.sendKeepAlive(renderMessage(rule.receive, (name) => this.#own(name)));
    }
    const next = isServers
      ? Math.min(every, this.#unansweredSince === undefined ? every : this.#unansweredSince + timeout - now)
      : deadline - now;
    this.#timer = this.#clock.clients.schedule(next, () => this.#tick());
  }

  /** Beats where the client asked for them; without a frame for long the venue takes the line for idle. */
  #beat(rule: Extract<KeepAlive, { readonly kind: 'subscription' }>): void {
    if (this.#beats) this.#connection.sendKeepAlive(this.#beatFrame);
    else if (this.#clock.clients.now() - this.#connection.lastSent >= milliseconds(rule.timeout))
      return this.#connection.cut();
    this.#timer = this.#clock.clients.schedule(milliseconds(rule.every), () => this.#tick());
  }

  /** A beat on each subscription, where they differ. */
  #beatOnEach({ match = {}, every }: Extract<KeepAlive, { readonly kind: 'beats' }>): void {
    const channels = JSON.stringify(match).includes('{channel') ? this.#connection.channels.values() : [''];
    for (const channel of channels)
      this.#connection.sendKeepAlive(
        stampMatch(this.#beatFrame, match, (name) => (name === 'channel' ? String(channel) : undefined)),
      );
    this.#timer = this.#clock.clients.schedule(milliseconds(every), () => this.#tick());
  }

  #own(name: string): string {
    return name === 'stamp' || name === 'nonce' || name === 'start'
      ? String(Math.floor(this.#clock.now()))
      : '';
  }
}

const NOTHING_FREE: ReadonlySet<string> = new Set();
