import { ZERO, type Decimal } from '../decimal.js';
import type { Fill, OrderReport } from './order-report.js';

/**
 * What of an order was executed: grows by reports, never shrinks. Cumulative values that the venue tells
 * win over sums of single fills, unless the fills cover more; a fill told twice counts once, with the fee that either
 * tells.
 */
export class Execution {
  readonly fills: Fill[] = [];
  /** Fill id → its place among the fills. */
  private readonly places = new Map<string, number>();
  private toldSize: Decimal = ZERO;
  private toldPrice: Told<Decimal> | undefined;
  private toldFees: Told<ReadonlyMap<string, Decimal>> | undefined;
  private summedSize: Decimal = ZERO;
  private summedQuote: Decimal = ZERO;
  private chargedSize: Decimal = ZERO;
  private readonly summedFees = new Map<string, Decimal>();

  get size(): Decimal {
    return larger(this.toldSize, this.summedSize);
  }

  get averagePrice(): Decimal | undefined {
    const told = this.toldPrice;
    if (told !== undefined && told.at.greaterThanOrEqualTo(this.summedSize)) return told.value;
    return this.summedSize.greaterThan(0) ? this.summedQuote.dividedBy(this.summedSize) : undefined;
  }

  get fees(): ReadonlyMap<string, Decimal> {
    const told = this.toldFees;
    return told !== undefined && told.at.greaterThanOrEqualTo(this.chargedSize)
      ? told.value
      : this.summedFees;
  }

  /** `byStatus`: what is filled by the report's status alone. Returns whether anything changed. */
  take(report: OrderReport, byStatus: Decimal): boolean {
    const added = (report.fills ?? []).filter((fill) => this.addFill(fill)).length > 0;
    const told = report.filledSize ?? (report.fills?.length ? this.size : larger(this.size, byStatus));
    if (!told.isFinite() || told.lessThan(this.toldSize)) return added;
    const grew = told.greaterThan(this.toldSize) && told.greaterThan(this.size);
    this.toldSize = told;
    const priced = this.takePrice(report, told);
    const charged = this.takeFees(report.fees, told);
    return added || grew || priced || charged;
  }

  private addFill(fill: Fill): boolean {
    if (fill.id !== undefined) {
      const place = this.places.get(fill.id);
      if (place !== undefined) return this.completeFill(place, fill);
      this.places.set(fill.id, this.fills.length);
    }
    this.fills.push(fill);
    this.summedSize = this.summedSize.plus(fill.size);
    this.summedQuote = this.summedQuote.plus(fill.size.times(fill.price));
    this.charge(fill);
    return true;
  }

  /** Some venues tell a fill in an event, and its fee only where fills are asked for. */
  private completeFill(place: number, fill: Fill): boolean {
    const known = this.fills[place];
    if (known === undefined || known.fee !== undefined || fill.fee === undefined) return false;
    const completed = { ...known, fee: fill.fee, feeAsset: fill.feeAsset };
    this.fills[place] = completed;
    this.charge(completed);
    return true;
  }

  private charge({ fee, feeAsset, size }: Fill): void {
    if (fee === undefined || feeAsset === undefined) return;
    this.chargedSize = this.chargedSize.plus(size);
    if (!fee.isZero()) this.summedFees.set(feeAsset, (this.summedFees.get(feeAsset) ?? ZERO).plus(fee));
  }

  private takePrice(report: OrderReport, at: Decimal): boolean {
    const value = positive(report.averagePrice) ?? quotient(report.filledQuote, at);
    if (value === undefined) return false;
    const before = this.averagePrice;
    this.toldPrice = { value, at };
    return !(before?.equals(value) ?? false);
  }

  private takeFees(fees: ReadonlyMap<string, Decimal> | undefined, at: Decimal): boolean {
    if (fees === undefined || fees.size === 0) return false;
    const before = this.fees;
    this.toldFees = { value: new Map(fees), at };
    return (
      before.size !== fees.size ||
      [...fees].some(([asset, fee]) => !(before.get(asset)?.equals(fee) ?? false))
    );
  }
}

/** A cumulative value and the filled size it was told for. */
interface Told<T> {
  readonly value: T;
  readonly at: Decimal;
}

function larger(a: Decimal, b: Decimal): Decimal {
  return b.greaterThan(a) ? b : a;
}

function positive(value: Decimal | undefined): Decimal | undefined {
  return value?.isFinite() && value.greaterThan(0) ? value : undefined;
}

function quotient(quote: Decimal | undefined, size: Decimal): Decimal | undefined {
  return size.greaterThan(0) ? positive(quote)?.dividedBy(size) : undefined;
}
