import { open, type FileHandle } from 'node:fs/promises';
import { LF } from '../data/bytes.js';
import { CandleFileException } from './candle-file-exception.js';

/** Opens a file for reading. Throws CandleFileException. */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, 'r');
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const message = isMissing ? 'there is no such file: check the path' : 'the file cannot be read';
    throw new CandleFileException(path, undefined, message, { cause });
  }
  throw new CandleFileException(path, undefined, 'this is no file: give the path of a CSV file');
}

/** The first line of a file, without byte order mark and line end, and the offset of the line after it. */
export async function readFirstLine(
  path: string,
  handle: FileHandle,
): Promise<{ line: string; next: number }> {
  const buffer = Buffer.alloc(MAX_LINE_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, MAX_LINE_BYTES, 0);
  const bytes = buffer.subarray(0, bytesRead);
  if (bytesRead === 0)
    throw new CandleFileException(path, undefined, 'the file is empty: it needs a header and candles');
  if (bytes[0] === 0x1f || bytes.includes(0)) {
    throw new CandleFileException(path, 1, 'this is no UTF-8 text: unpack the file, or save it as CSV UTF-8');
  }
  const start = bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
  const end = bytes.indexOf(LF);
  if (end === -1 && bytesRead === MAX_LINE_BYTES) throw tooLong(path, 1);
  const line = bytes.toString('utf8', start, end === -1 ? bytesRead : end).replace(/\r$/, '');
  return { line, next: end === -1 ? bytesRead : end + 1 };
}

/** Whole lines of a file; `lines` ends with an LF and holds until the next chunk is asked for. */
interface Chunk {
  readonly lines: Buffer;
  /** How many bytes of the file are read by now. */
  readonly position: number;
}

/** Reads a file from the offset on, in one buffer that is used again and again. */
export async function* chunksOf(path: string, handle: FileHandle, from: number): AsyncGenerator<Chunk> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let position = from;
  let kept = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, kept, CHUNK_BYTES - 1 - kept, position);
    position += bytesRead;
    const filled = kept + bytesRead;
    if (bytesRead === 0) {
      buffer[filled] = LF;
      if (kept > 0) yield { lines: buffer.subarray(0, filled + 1), position };
      return;
    }
    const end = buffer.lastIndexOf(LF, filled - 1) + 1;
    if (end > 0) yield { lines: buffer.subarray(0, end), position };
    buffer.copy(buffer, 0, end, filled);
    kept = filled - end;
    if (kept > MAX_LINE_BYTES) throw tooLong(path, undefined);
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const CHUNK_BYTES = 256 * 1024;
const MAX_LINE_BYTES = 64 * 1024;

function tooLong(path: string, line: number | undefined): CandleFileException {
  return new CandleFileException(
    path,
    line,
    `a line is longer than ${MAX_LINE_BYTES} bytes: is this a CSV file?`,
  );
}
