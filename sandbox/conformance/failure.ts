import { isDeepStrictEqual, inspect } from 'node:util';

export interface Finding {
  readonly expected: string;
  readonly found: string;
  readonly cause?: unknown;
}

/** A promise that was not kept: what was expected, and what was found instead. */
export class CheckFailure extends Error {
  readonly expected: string;
  readonly found: string;

  constructor(finding: Finding) {
    super(
      `expected ${finding.expected}; found ${finding.found}`,
      finding.cause === undefined ? undefined : { cause: finding.cause },
    );
    this.name = 'CheckFailure';
    this.expected = finding.expected;
    this.found = finding.found;
  }
}

/** @throws CheckFailure unless `condition` holds */
export function demand(
  condition: boolean,
  expected: string,
  found: string | (() => string),
): asserts condition {
  if (!condition) throw new CheckFailure({ expected, found: typeof found === 'string' ? found : found() });
}

/** @throws CheckFailure unless both are deeply the same */
export function demandEqual(what: string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return;
  throw new CheckFailure({ expected: `${what} ${show(expected)}`, found: show(found) });
}

/** How a value reads in a report. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  return inspect(value, { depth: 4, breakLength: 100, compact: 3 });
}
