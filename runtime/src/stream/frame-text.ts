import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

export type FrameCompression = 'gzip' | 'deflate';

/** A frame's bytes as text. Throws where compressed bytes are damaged or unpack to more than `maxBytes`. */
export function frameText(
  bytes: Buffer,
  isBinary: boolean,
  options: { readonly compression?: FrameCompression | undefined; readonly maxBytes: number },
): string {
  if (!isBinary || options.compression === undefined) return bytes.toString('utf8');
  const limit = { maxOutputLength: options.maxBytes };
  if (options.compression === 'gzip') return gunzipSync(bytes, limit).toString('utf8');
  // Venues that say deflate send it with the zlib header or without.
  const hasHeader = bytes[0] === 0x78;
  return (hasHeader ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit)).toString('utf8');
}
