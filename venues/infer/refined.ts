import type { FieldMapping } from '../schema/values.js';
import type { Assigned } from './assign.js';
import type { Reading } from './read-rows.js';

/** An assigned field whose mapping is more than a path. */
export interface Refined extends Assigned {
  readonly mapping?: FieldMapping;
}

export interface RefinedReading extends Reading {
  readonly assigned: readonly Refined[];
}
