import { deflateRawSync, gzipSync } from 'node:zlib';
import type { CandleStreamDescription } from '../../venues/index.js';

/** How the venue packs its messages. */
export type Compression = NonNullable<CandleStreamDescription['compression']>;

/** A frame for any number of receivers: what each kind of connection gets is made once. */
export class EncodedFrame {
  readonly #text: string;
  readonly #wire = new Map<string, Buffer>();

  constructor(text: string) {
    this.#text = text;
  }

  /** `stream`: the name under which a combined stream wraps it. */
  text(stream?: string): string {
    return stream === undefined ? this.#text : `{"stream":${JSON.stringify(stream)},"data":${this.#text}}`;
  }

  /** The bytes for the socket. */
  wire(compression: Compression, stream?: string): Buffer {
    const kind = stream === undefined ? compression : `${compression} ${stream}`;
    let bytes = this.#wire.get(kind);
    if (bytes === undefined) this.#wire.set(kind, (bytes = wireBytes(this.text(stream), compression)));
    return bytes;
  }
}

/** A message as one whole WebSocket frame of a server: not masked (RFC 6455, 5.2). */
export function wireBytes(text: string, compression: Compression): Buffer {
  const payload = compression === 'none' ? Buffer.from(text) : packed(text, compression);
  const head = [FINAL | (compression === 'none' ? TEXT : BINARY)];
  const { length } = payload;
  if (length < SHORT) head.push(length);
  else if (length <= 0xffff) head.push(SHORT, length >> 8, length & 0xff);
  else head.push(LONG, 0, 0, 0, 0, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff);
  return Buffer.concat([Buffer.from(head), payload]);
}

const FINAL = 0x80;
const TEXT = 0x1;
const BINARY = 0x2;
/** Marks of lengths that stand in the two or eight bytes that follow. */
const SHORT = 126;
const LONG = 127;

function packed(text: string, compression: 'gzip' | 'deflate'): Buffer {
  return compression === 'gzip' ? gzipSync(text) : deflateRawSync(text);
}
