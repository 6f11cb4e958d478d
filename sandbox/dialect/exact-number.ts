import { Decimal } from 'ats-runtime';

/** An amount that a venue writes as a JSON number, of more digits than a double holds. */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return `${MARK}${this.text}`;
  }
}

/** The amount for a place where the venue writes numbers. */
export function exactNumber(value: Decimal): number | ExactNumber {
  const double = value.toNumber();
  return new Decimal(double).equals(value) ? double : new ExactNumber(value.toFixed());
}

/** A document as JSON, its exact numbers digit by digit. */
export function jsonText(document: unknown): string {
  const text = JSON.stringify(document);
  return text.includes(ESCAPED) ? text.replaceAll(MARKED, '$1') : text;
}

/** No text of a venue's begins so. */
const MARK = '\u0001';
const ESCAPED = '\\u0001';
const MARKED = /"\\u0001(-?[\d.]+)"/g;
