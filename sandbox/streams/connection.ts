import { deflateRawSync, gzipSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import type { CandleStreamDescription } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { Activity } from '../dialect/activity.js';
import type { StreamFault } from '../faults/fault.js';
import type { FaultPlan } from '../faults/fault-plan.js';

export interface ConnectionContext {
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly faults: FaultPlan;
}

export type StreamKind = 'candles' | 'orders';

/** How the venue packs its messages. */
export type Compression = NonNullable<CandleStreamDescription['compression']>;

/** A frame, encoded once for all its receivers. */
export interface EncodedFrame {
  readonly text: string;
  readonly bytes: Buffer;
}

export function encodedFrame(text: string): EncodedFrame {
  return { text, bytes: Buffer.from(text) };
}

/** One client's socket: what it is subscribed to, and the faults of its frames. */
export class StreamConnection {
  readonly id: number;
  readonly path: string;
  /** Frames come as `{"stream": name, "data": frame}`. */
  readonly wraps: boolean;
  /** Stream names, as the client spells them. */
  readonly subscriptions = new Set<string>();
  /** The account whose login this connection proved. */
  account: string | undefined;
  /** When the last frame was sent, or the connection opened; virtual time, ms. */
  lastSent: number;
  readonly #socket: WebSocket;
  readonly #context: ConnectionContext;
  readonly #compression: Compression;
  #silent = false;
  #heldBack: string | Buffer | undefined;

  constructor(
    id: number,
    path: string,
    socket: WebSocket,
    context: ConnectionContext,
    compression: Compression = 'none',
  ) {
    this.id = id;
    this.path = path;
    this.lastSent = context.clock.clients.now();
    this.wraps = (path.split('?')[0] ?? '').endsWith('/stream');
    this.#socket = socket;
    this.#context = context;
    this.#compression = compression;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether it is subscribed to that kind of stream. */
  serves(kind: StreamKind): boolean {
    for (const name of this.subscriptions) {
      if ((name === 'orders') === (kind === 'orders')) return true;
    }
    return false;
  }

  /** While silent nothing is sent, and the socket stays open. */
  set silent(on: boolean) {
    this.#silent = on;
  }

  get silent(): boolean {
    return this.#silent;
  }

  /** Answers of the protocol itself: acknowledgements, pongs. */
  sendControl(message: unknown): void {
    this.sendRaw(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** A data frame, which the plan's faults may strike. */
  sendFrame(kind: StreamKind, name: string, { text, bytes }: EncodedFrame): void {
    if (!this.isOpen || this.#silent) return;
    const frame = this.wraps ? `{"stream":${JSON.stringify(name)},"data":${text}}` : text;
    const faults = this.#context.faults.strikeFrame(kind);
    if (faults.length > 0) return this.#strike(faults, frame);
    this.sendRaw(this.wraps ? frame : bytes);
    this.#sendHeldBack();
  }

  sendRaw(data: string | Buffer): void {
    if (!this.isOpen || this.#silent) return;
    this.#context.activity.touch();
    this.lastSent = this.#context.clock.clients.now();
    if (this.#compression === 'none') this.#socket.send(data, { binary: false });
    else this.#socket.send(packed(data, this.#compression), { binary: true });
  }

  ping(): void {
    if (!this.isOpen || this.#silent) return;
    this.#context.activity.touch();
    this.#socket.ping();
  }

  pong(payload: Buffer): void {
    if (!this.isOpen || this.#silent) return;
    this.#context.activity.touch();
    this.#socket.pong(payload);
  }

  /** Cuts the line without a closing handshake. */
  cut(): void {
    this.#context.activity.touch();
    this.#socket.terminate();
  }

  close(code: number, reason: string): void {
    this.#context.activity.touch();
    this.#socket.close(code, reason);
  }

  #strike(faults: readonly StreamFault[], frame: string): void {
    const kinds = new Map(faults.map((fault) => [fault.kind, fault]));
    if (kinds.has('cut')) return this.cut();
    if (kinds.has('silent')) {
      this.#silent = true;
      return;
    }
    const malformed = faults.find((fault) => fault.kind === 'malformed');
    if (malformed !== undefined) this.sendRaw(frame.slice(0, Math.ceil(frame.length / 2)));
    if (malformed?.lost === true || kinds.has('lost')) return;
    const delay = faults.find((fault) => fault.kind === 'frame_delay');
    if (delay !== undefined) return void this.#context.clock.schedule(delay.ms, () => this.sendRaw(frame));
    if (kinds.has('reorder') && this.#heldBack === undefined) {
      this.#heldBack = frame;
      return;
    }
    this.sendRaw(frame);
    if (kinds.has('duplicate')) this.sendRaw(frame);
    this.#sendHeldBack();
  }

  #sendHeldBack(): void {
    if (this.#heldBack === undefined) return;
    const frame = this.#heldBack;
    this.#heldBack = undefined;
    this.sendRaw(frame);
  }
}

function packed(data: string | Buffer, compression: 'gzip' | 'deflate'): Buffer {
  return compression === 'gzip' ? gzipSync(data) : deflateRawSync(data);
}
