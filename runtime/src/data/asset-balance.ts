import { Decimal, decimalText, type DecimalInput } from '../decimal.js';

/** What an account holds of one asset, exactly: `free` can be spent, `locked` is bound in open orders. */
export class AssetBalance {
  readonly free: Decimal;
  readonly locked: Decimal;

  constructor(amounts: { readonly free: DecimalInput; readonly locked: DecimalInput }) {
    this.free = new Decimal(amounts.free);
    this.locked = new Decimal(amounts.locked);
  }

  get total(): Decimal {
    return this.free.plus(this.locked);
  }

  toJSON(): { free: string; locked: string; total: string } {
    return { free: decimalText(this.free), locked: decimalText(this.locked), total: decimalText(this.total) };
  }

  toString(): string {
    return `free ${decimalText(this.free)}, locked ${decimalText(this.locked)}`;
  }
}
