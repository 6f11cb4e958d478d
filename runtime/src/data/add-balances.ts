import { AssetBalance } from './asset-balance.js';

/** One balance for each asset: accounts that hold the same one are added up. */
export function addBalances(
  accounts: readonly (readonly [asset: string, balance: AssetBalance])[],
): Record<string, AssetBalance> {
  const sums = new Map<string, AssetBalance>();
  for (const [asset, { free, locked }] of accounts) {
    const sum = sums.get(asset);
    sums.set(
      asset,
      new AssetBalance({ free: free.plus(sum?.free ?? 0), locked: locked.plus(sum?.locked ?? 0) }),
    );
  }
  return Object.fromEntries(sums);
}
