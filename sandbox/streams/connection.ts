import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { StreamSequence } from '../../venues/index.js';
import type { VirtualClock } from '../clock/virtual-clock.js';
import type { Activity } from '../dialect/activity.js';
import { jsonText } from '../dialect/exact-number.js';
import type { DataStream, StreamFault } from '../faults/fault.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import { MessageCounter } from './message-counter.js';
import { wireBytes, type Compression, type EncodedFrame } from './encoded-frame.js';

export interface ConnectionContext {
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly faults: FaultPlan;
  /** The member by which the venue counts the messages of a connection. */
  readonly sequence?: StreamSequence | undefined;
}

/** Streams that connectors of ours subscribe to. */
export type StreamKind = Extract<DataStream, 'candles' | 'orders'>;

/** A WebSocket, and the stream that carries it: frames that were encoded before are written there. */
export interface Line {
  readonly socket: WebSocket;
  readonly carrier: Duplex;
}

/** One client's socket: what it is subscribed to, and the faults of its frames. */
export class StreamConnection {
  readonly id: number;
  readonly path: string;
  /** Frames come as `{"stream": name, "data": frame}`. */
  readonly wraps: boolean;
  /** Stream names, as the client spells them. */
  readonly subscriptions = new Set<string>();
  /** By stream name: the numbers by which the venue's frames name them, where it gives such. */
  readonly channels = new Map<string, number>();
  /** The same of streams that no connector of ours subscribes to. */
  readonly others = new Set<string>();
  /** The account whose login this connection proved. */
  account: string | undefined;
  /** The token by which it was opened, or its private subscription made. */
  token: string | undefined;
  /** When the last frame was sent, or the connection opened; virtual time, ms. */
  lastSent: number;
  readonly #socket: WebSocket;
  readonly #carrier: Duplex;
  readonly #context: ConnectionContext;
  readonly #compression: Compression;
  readonly #counter: MessageCounter | undefined;
  #silent = false;
  #opened = 0;
  /** A frame comes after the next one of its own stream. */
  readonly #heldBack = new Map<DataStream, string>();

  constructor(
    id: number,
    path: string,
    { socket, carrier }: Line,
    context: ConnectionContext,
    compression: Compression = 'none',
  ) {
    this.id = id;
    this.path = path;
    this.lastSent = context.clock.clients.now();
    this.wraps = (path.split('?')[0] ?? '').endsWith('/stream');
    this.#socket = socket;
    this.#carrier = carrier;
    this.#context = context;
    this.#compression = compression;
    this.#counter = context.sequence === undefined ? undefined : new MessageCounter(context.sequence);
  }

  /** A number for a new subscription: no two have the same. */
  openChannel(name: string): number {
    this.#opened += 1;
    const channel = this.id * 1000 + this.#opened;
    this.channels.set(name, channel);
    return channel;
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

  /** Answers of the protocol itself: acknowledgements. */
  sendControl(message: unknown): void {
    const text = typeof message === 'string' ? message : jsonText(message);
    this.sendRaw(this.#counter?.numbered(text) ?? text);
  }

  /** A data frame, which the plan's faults may strike. */
  sendFrame(kind: DataStream, name: string, frame: EncodedFrame): void {
    if (!this.isOpen || this.#silent) return;
    const stream = this.wraps ? name : undefined;
    const faults = this.#context.faults.strikeFrame(kind);
    const numbered = this.#counter?.numbered(frame.text(stream));
    if (faults.length > 0) return this.#strike(faults, kind, numbered ?? frame.text(stream));
    this.#write(
      numbered === undefined ? frame.wire(this.#compression, stream) : wireBytes(numbered, this.#compression),
    );
    this.#sendHeldBack(kind);
  }

  sendRaw(text: string): void {
    if (!this.isOpen || this.#silent) return;
    this.#write(wireBytes(text, this.#compression));
  }

  /** What keeps the connection alive in the venue's own words. */
  sendKeepAlive(message: unknown): void {
    if (!this.#context.faults.strikeKeepAlive()) this.sendControl(message);
  }

  ping(): void {
    if (!this.isOpen || this.#silent || this.#context.faults.strikeKeepAlive()) return;
    this.#context.activity.touch();
    this.#socket.ping();
  }

  pong(payload: Buffer): void {
    if (!this.isOpen || this.#silent || this.#context.faults.strikeKeepAlive()) return;
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

  /** Past the library, which would encode the same frame anew for each of a thousand receivers. */
  #write(frame: Buffer): void {
    this.#context.activity.touch();
    this.lastSent = this.#context.clock.clients.now();
    this.#carrier.write(frame);
  }

  #strike(faults: readonly StreamFault[], stream: DataStream, frame: string): void {
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
    if (kinds.has('reorder') && !this.#heldBack.has(stream)) {
      this.#heldBack.set(stream, frame);
      return;
    }
    this.sendRaw(frame);
    if (kinds.has('duplicate')) this.sendRaw(frame);
    this.#sendHeldBack(stream);
  }

  #sendHeldBack(stream: DataStream): void {
    const frame = this.#heldBack.get(stream);
    if (frame === undefined) return;
    this.#heldBack.delete(stream);
    this.sendRaw(frame);
  }
}
