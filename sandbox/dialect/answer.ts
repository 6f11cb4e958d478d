import type { ErrorCase } from '../../venues/index.js';
import type { Row } from './facts.js';

/** What an endpoint's handler found out; the dialect gives it the venue's shape. */
export type Answer =
  /** `next`: where rows of a further page begin. */
  | {
      readonly rows: readonly Row[];
      readonly book?: Book | undefined;
      readonly next?: number | undefined;
      readonly replaced?: Row;
    }
  /** The endpoint's sample as documented. */
  | { readonly sample: true }
  | Refusal;

/** An order book's sides, best price first. */
interface Book {
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
}

export interface Refusal {
  readonly refused: ErrorCase;
  /** Why, in our words: for the request log. */
  readonly detail?: string;
}

export function refused(errorCase: ErrorCase, detail?: string): Refusal {
  return detail === undefined ? { refused: errorCase } : { refused: errorCase, detail };
}
