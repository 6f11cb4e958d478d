import { AssetBalance, addBalances, type Answer } from 'ats-runtime';

/** What the account holds, by asset in ATS's names. */
export function readBalances(accounts: readonly Answer[]): Record<string, AssetBalance> {
  return addBalances(
    accounts.map((row) => [
      row.text('currency'),
      new AssetBalance({ free: row.decimal('available_balance.value'), locked: row.decimal('hold.value') }),
    ]),
  );
}
