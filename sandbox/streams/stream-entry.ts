import type { ErrorReplies } from '../dialect/error-replies.js';
import { RequestEntry } from '../dialect/request-log.js';
import type { StreamConnection } from './connection.js';
import type { StreamNote } from './stream-desk.js';

interface EntryContext {
  readonly connection: Pick<StreamConnection, 'path'>;
  readonly note: StreamNote;
  readonly id: number;
  readonly at: number;
  readonly mask: (text: string) => string;
  readonly errors: ErrorReplies;
}

/** A login or private subscription as an entry of the request log; its status is the one that a request would have. */
export function streamEntry({ connection, note, id, at, mask, errors }: EntryContext): RequestEntry {
  const [path = '', query = ''] = connection.path.split('?');
  const { text } = note;
  const body = Buffer.from(text);
  const entry = new RequestEntry(
    { id, at, method: 'SOCKET', host: '', path, query, headers: {}, body, text },
    mask,
  );
  entry.endpoint = note.name;
  entry.verdict = note.verdict;
  entry.detail = note.detail;
  const status = note.refusal === undefined ? 200 : refusedStatus(errors.reply(note.refusal).status);
  entry.answered({ status, body: note.answer ?? '' });
  return entry;
}

/** Venues that answer failures with 200 do not make a refused login a success. */
function refusedStatus(status: number): number {
  return status < 400 ? 401 : status;
}
