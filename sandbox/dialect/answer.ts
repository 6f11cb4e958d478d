import type { ErrorCase, Repeats } from '../../venues/index.js';
import type { Row } from './facts.js';

/** What an endpoint's handler found out; the dialect gives it the venue's shape. */
export type Answer =
  /**
   * `next`: by what a further page is asked for. `total`: how many rows all pages have. `repeats`: what this answer
   * repeats of its request.
   */
  | {
      readonly rows: readonly Row[];
      readonly book?: Book | undefined;
      readonly next?: string | undefined;
      readonly total?: number;
      readonly page?: Page;
      readonly replaced?: Row;
      readonly repeats?: Repeats;
    }
  /** One for each of several requests, some of which may have failed. */
  | { readonly each: readonly AnswerOfOne[] }
  /** The endpoint's sample as documented. */
  | { readonly sample: true }
  | Refusal;

/** What one of several requests came to; `given`: the request that failed. */
export type AnswerOfOne =
  { readonly rows: readonly Row[] } | (Refusal & { readonly given: Readonly<Record<string, unknown>> });

/** Which page of a list it is; the first is 1 unless the venue counts from another number. */
export interface Page {
  readonly number: number;
  readonly size: number;
}

/** An order book's sides, best price first. */
interface Book {
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
}

export interface Refusal {
  readonly refused: ErrorCase;
  /** Why, in our words: for the request log. */
  readonly detail?: string;
  /** The parameter that is missing or wrong: the venue's name for it, or ours. */
  readonly about?: string;
  /** What its words may say besides: how much is free, the best prices. */
  readonly told?: Readonly<Record<string, string>>;
}

export function refused(errorCase: ErrorCase, detail?: string, about?: string): Refusal {
  return {
    refused: errorCase,
    ...(detail === undefined ? {} : { detail }),
    ...(about === undefined ? {} : { about }),
  };
}

/** For a parameter that is missing or wrong. */
export function refusedFor(errorCase: ErrorCase, about: string): Refusal {
  return refused(errorCase, about, about);
}

/** Why something was refused, in our words; `undefined` where nothing was. */
export function refusalDetail(answer: Answer): string | undefined {
  if ('refused' in answer) return answer.detail;
  if (!('each' in answer)) return undefined;
  const details = answer.each.flatMap((one) => ('refused' in one ? [one.detail ?? one.refused] : []));
  return details.length === 0 ? undefined : details.join('; ');
}
