import type { IncomingMessage } from 'node:http';
import { BODY_LIMIT } from './wire.js';

/** The whole body, at most the limit; `too-long` beyond it, `aborted` where the client went away. */
export function readBody(
  request: IncomingMessage,
  done: (body: Buffer | 'too-long' | 'aborted') => void,
): void {
  const pieces: Buffer[] = [];
  let length = 0;
  let ended = false;
  const end = (result: Buffer | 'too-long' | 'aborted'): void => {
    if (ended) return;
    ended = true;
    done(result);
  };
  request.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > BODY_LIMIT) end('too-long');
    else pieces.push(piece);
  });
  request.on('end', () =>
    end(pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces)),
  );
  request.on('error', () => end('aborted'));
  request.on('close', () => end('aborted'));
}
