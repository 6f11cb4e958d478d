import type { FieldName } from '../schema/fields.js';
import type { Assigned } from './assign.js';
import { statusMeaning, wordMeaning } from './words.js';

/** A venue's word that the sample shows, and ours for it where it is a usual one. */
export interface SeenWord {
  readonly field: FieldName;
  readonly word: string;
  readonly means?: string;
}

const WORD_FIELDS = ['side', 'type', 'status', 'time_in_force'] as const;

/** The words for sides, types and statuses in the rows, each once. */
export function seenWords(assigned: readonly Assigned[]): readonly SeenWord[] {
  return WORD_FIELDS.flatMap((field) => {
    const values = assigned.find((one) => one.field === field)?.leaf.values ?? [];
    const words = new Set(values.filter((value) => typeof value === 'string' && value !== '').map(String));
    return [...words].map((word): SeenWord => {
      const means = field === 'status' ? statusMeaning(word) : wordMeaning(field, word);
      return means === undefined ? { field, word } : { field, word, means };
    });
  });
}
