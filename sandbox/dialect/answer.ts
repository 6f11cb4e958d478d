import type { ErrorCase } from '../../venues/index.js';
import type { Row } from './facts.js';

/** What an endpoint's handler found out; the dialect gives it the venue's shape. */
export type Answer =
  | { readonly rows: readonly Row[] }
  /** The endpoint's sample as documented. */
  | { readonly sample: true }
  | Refusal;

export interface Refusal {
  readonly refused: ErrorCase;
  /** Why, in our words: for the request log. */
  readonly detail?: string;
}

export function refused(errorCase: ErrorCase, detail?: string): Refusal {
  return detail === undefined ? { refused: errorCase } : { refused: errorCase, detail };
}
