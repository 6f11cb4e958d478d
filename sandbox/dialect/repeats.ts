import { readPath, type Repeats } from '../../venues/index.js';
import { scalarText } from './read-field.js';
import { copy, replaceAt } from './write-rows.js';

/** A refusal with what it repeats of the request, wherever it has the place. `time`: now, in the form of the place. */
export function withRepeats(
  document: unknown,
  repeats: Repeats = {},
  given: Readonly<Record<string, unknown>>,
  time: (sample: unknown) => unknown,
): unknown {
  return Object.entries(repeats).reduce((written, [path, what]) => {
    const sample = readPath(written, path);
    if (sample === undefined) return written;
    if (what === 'time') return replaceAt(written, path, time(sample));
    return replaceAt(written, path, asSent(readPath(given, what.sent), sample));
  }, document);
}

/** What was sent, in the sample's type where that is text; `undefined`, which JSON leaves out, where nothing was. */
function asSent(sent: unknown, sample: unknown): unknown {
  return typeof sample === 'string' ? (scalarText(sent) ?? '') : copy(sent);
}
