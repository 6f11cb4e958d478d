/** How good a connector is: fewer type errors and fewer failures are better. */
export interface Scorecard {
  readonly typeErrors: number;
  readonly passed: number;
  readonly failed: number;
}

export function isNoWorse(after: Scorecard, before: Scorecard): boolean {
  return (
    after.typeErrors <= before.typeErrors && after.failed <= before.failed && after.passed >= before.passed
  );
}
