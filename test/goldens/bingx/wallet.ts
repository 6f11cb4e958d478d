import { AssetBalance, type Answer } from 'ats-runtime';

/** What the account holds, by asset in ATS's names. */
export function readBalances(answer: Answer): Record<string, AssetBalance> {
  return Object.fromEntries(
    answer
      .list('data.balances')
      .map((row) => [
        row.text('asset'),
        new AssetBalance({ free: row.decimal('free'), locked: row.decimal('locked') }),
      ]),
  );
}
