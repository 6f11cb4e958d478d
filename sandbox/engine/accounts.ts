import { Decimal, type DecimalInput } from 'ats-runtime';
import { Account } from './account.js';
import { asset, type Asset } from './market.js';
import type { AccountOptions, Balance } from './types.js';
import { readUnits, unitsDecimal } from './units.js';

/** All accounts of a venue, and what comes in and goes out. */
export class Accounts {
  readonly #assets: Map<string, Asset>;
  readonly #keepClosed: number;
  readonly #accounts = new Map<string, Account>();

  constructor(assets: Map<string, Asset>, keepClosed: number) {
    this.#assets = assets;
    this.#keepClosed = keepClosed;
  }

  get names(): string[] {
    return [...this.#accounts.keys()];
  }

  open(name: string, { house = false }: AccountOptions = {}): Account {
    if (this.#accounts.has(name)) throw new RangeError(`the account ${name} is open already`);
    const account = new Account(name, house, house ? 0 : this.#keepClosed);
    this.#accounts.set(name, account);
    return account;
  }

  /** Accounts open by themselves at first use. */
  use(name: string): Account {
    return this.#accounts.get(name) ?? this.open(name);
  }

  find(name: string): Account | undefined {
    return this.#accounts.get(name);
  }

  deposit(name: string, assetName: string, amount: DecimalInput): void {
    const holding = this.use(name).holding(this.#asset(assetName, amount));
    holding.free += toUnits(amount, holding.asset);
  }

  withdraw(name: string, assetName: string, amount: DecimalInput): void {
    const holding = this.use(name).holding(this.#asset(assetName, amount));
    const units = toUnits(amount, holding.asset);
    if (units > holding.free)
      throw new RangeError(`${name} has less than ${String(amount)} ${assetName} free`);
    holding.free -= units;
  }

  balances(name: string): Map<string, Balance> {
    const balances = new Map<string, Balance>();
    for (const { asset: of, free, locked } of this.find(name)?.holdings.values() ?? []) {
      if (free === 0n && locked === 0n) continue;
      balances.set(of.name, {
        free: unitsDecimal(free, of.decimals),
        locked: unitsDecimal(locked, of.decimals),
      });
    }
    return balances;
  }

  /** An asset that no market trades gets as many decimals as its first deposit needs. */
  #asset(name: string, amount: DecimalInput): Asset {
    const known = this.#assets.get(name);
    if (known !== undefined) return known;
    const added = asset(name, Math.max(8, new Decimal(amount).decimalPlaces()));
    this.#assets.set(name, added);
    return added;
  }
}

function toUnits(amount: DecimalInput, { name, decimals }: Asset): bigint {
  const units = readUnits(amount, decimals);
  if (units !== undefined) return units;
  throw new RangeError(
    `${String(amount)} ${name}: give an amount of at least 0 with at most ${decimals} decimals`,
  );
}
