import { AssetBalance } from '../data/asset-balance.js';
import { decimalText, ZERO, type Decimal } from '../decimal.js';
import { InsufficientBalanceException, NoWalletAssetFoundException } from '../exceptions.js';

/** What a simulated account holds. All amounts are exact and none is ever below zero. */
export class SimulatedWallet {
  private readonly assets: Map<string, Holding>;

  constructor(balances: ReadonlyMap<string, Decimal>) {
    this.assets = new Map([...balances].map(([asset, free]) => [asset, { free, locked: ZERO }]));
  }

  /** By asset. */
  get holdings(): ReadonlyMap<string, Holding> {
    return this.assets;
  }

  /** Holds from now on what it held in an earlier run. */
  restore(holdings: ReadonlyMap<string, Holding>): void {
    for (const [asset, holding] of holdings) this.assets.set(asset, { ...holding });
  }

  /** @throws NoWalletAssetFoundException */
  free(asset: string): Decimal {
    return this.holding(asset).free;
  }

  /** Binds an amount in an open order. Throws InsufficientBalanceException where less is free; nothing changes then. */
  lock(asset: string, amount: Decimal): void {
    const holding = this.holding(asset);
    if (amount.greaterThan(holding.free)) {
      throw new InsufficientBalanceException(
        `${decimalText(amount)} ${asset} are needed, ${decimalText(holding.free)} are free`,
      );
    }
    holding.free = holding.free.minus(amount);
    holding.locked = holding.locked.plus(amount);
  }

  /** Frees an amount that was locked. */
  unlock(asset: string, amount: Decimal): void {
    this.spend(asset, amount);
    this.receive(asset, amount);
  }

  /** Takes away an amount that was locked. */
  spend(asset: string, amount: Decimal): void {
    const holding = this.holding(asset);
    if (amount.greaterThan(holding.locked)) {
      throw new RangeError(
        `${decimalText(amount)} ${asset} to take, ${decimalText(holding.locked)} are locked`,
      );
    }
    holding.locked = holding.locked.minus(amount);
  }

  receive(asset: string, amount: Decimal): void {
    const holding = this.holding(asset);
    holding.free = holding.free.plus(amount);
  }

  balances(): Record<string, AssetBalance> {
    return Object.fromEntries([...this.assets].map(([asset, holding]) => [asset, new AssetBalance(holding)]));
  }

  private holding(asset: string): Holding {
    const holding = this.assets.get(asset);
    if (holding === undefined) throw new NoWalletAssetFoundException(`the wallet has no ${asset}`);
    return holding;
  }
}

/** Amounts of one asset: free, and bound in open orders. */
export interface Holding {
  free: Decimal;
  locked: Decimal;
}
