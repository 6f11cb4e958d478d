import type { FieldName, Rows } from '../schema/fields.js';
import type { TimeUnit } from '../schema/primitives.js';
import type { FieldMapping } from '../schema/values.js';
import { readRows } from './read-rows.js';
import { previewRows, type PreviewRow } from './preview.js';
import type { Role } from './roles.js';
import { seenWords, type SeenWord } from './seen-words.js';
import { writeMapping } from './write-mapping.js';

/** What is known of the venue before its sample is read. */
export interface Hints {
  /** The venue's `time_unit`: a time in this unit needs none of its own. Default: ms. */
  readonly timeUnit?: TimeUnit;
}

/** How one field is read, and how sure that is. */
export interface InferredField {
  readonly field: FieldName;
  readonly mapping: FieldMapping;
  /** 0 (a guess) to 1 (it can hardly be another one). */
  readonly confidence: number;
  readonly reason: string;
}

export interface InferenceWarning {
  /** Absent: the sample as a whole. */
  readonly field?: FieldName;
  readonly message: string;
}

/** What a documented sample says about how to read the venue's answers. */
export interface Inference {
  readonly role: Role;
  /** As it stands under `response` (or a frame's `rows`) in venue.yaml. */
  readonly rows: Rows;
  readonly fields: readonly InferredField[];
  readonly warnings: readonly InferenceWarning[];
  /** The first rows as the connector would read them. */
  readonly preview: readonly PreviewRow[];
  /** The venue's words for sides, types and statuses that the sample shows, with ours. */
  readonly words: readonly SeenWord[];
}

/**
 * The mapping that a documented answer shows: where the rows stand, which value is which field, in what unit and
 * order. A field that it cannot be sure of has a warning; a field that is not there is left out, and missed by name
 * where the role needs it.
 */
export function infer(role: Role, sample: unknown, hints: Hints = {}): Inference {
  const reading = readRows(role, sample);
  const { rows, fields, warnings } = writeMapping(role, reading, hints);
  const words = seenWords(reading.assigned);
  return {
    role,
    rows,
    fields,
    warnings: [...warnings, ...unknownWords(words)],
    preview: previewRows(rows, sample, hints.timeUnit ?? 'ms'),
    words,
  };
}

function unknownWords(words: readonly SeenWord[]): readonly InferenceWarning[] {
  return words
    .filter(({ means }) => means === undefined)
    .map(({ field, word }) => ({
      field,
      message: `what ${JSON.stringify(word)} means is not known; say it in orders`,
    }));
}
