import { Decimal } from 'ats-runtime';
import { powerOfTen } from './units.js';
import type { FeeSpec, OrderType, SelfTradeRule, Side, TimeInForce } from './types.js';

/** What many orders have in common; there is one object for all of them. */
export interface OrderKind {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly selfTrade: SelfTradeRule | undefined;
  readonly rates: FeeRates;
  /** The asset that its fees are taken in. */
  readonly feeIn: 'base' | 'quote';
  /** Whether fees come on top of what the order pays; else they are taken from what it receives. */
  readonly isFeeOnTop: boolean;
}

type KindTerms = Pick<OrderKind, 'side' | 'type' | 'timeInForce' | 'selfTrade'>;

/** Maker and taker fees; an order keeps the rates it was accepted with. */
export class FeeRates {
  readonly spec: FeeSpec;
  readonly feeAsset: 'received' | 'quote';
  readonly #maker: bigint;
  readonly #taker: bigint;
  readonly #highest: bigint;
  readonly #kinds: OrderKind[] = [];

  constructor(spec: FeeSpec, feeAsset: 'received' | 'quote') {
    this.spec = spec;
    this.feeAsset = feeAsset;
    this.#maker = rateUnits(spec.maker);
    this.#taker = rateUnits(spec.taker);
    this.#highest = [0n, this.#maker, this.#taker].reduce((high, rate) => (rate > high ? rate : high));
  }

  /** `wanted`: the asset that the order chose for its fees; without one it is the venue's. */
  kind({ side, type, timeInForce, selfTrade }: KindTerms, wanted?: OrderKind['feeIn']): OrderKind {
    const feeIn = wanted ?? (this.feeAsset === 'received' && side === 'BUY' ? 'base' : 'quote');
    const rule = selfTrade === undefined ? 0 : RULES.indexOf(selfTrade) + 1;
    const stay = rule * IN_FORCE.length + IN_FORCE.indexOf(timeInForce);
    const index =
      stay * 8 + (feeIn === 'base' ? 4 : 0) + (side === 'BUY' ? 2 : 0) + (type === 'LIMIT' ? 1 : 0);
    const known = this.#kinds[index];
    if (known !== undefined) return known;
    const isFeeOnTop = (side === 'BUY') === (feeIn === 'quote');
    const kind = { side, type, timeInForce, selfTrade, rates: this, feeIn, isFeeOnTop };
    this.#kinds[index] = kind;
    return kind;
  }

  /** The fee on an amount of units, rounded towards zero to a whole number of `grain` units. */
  fee(amount: bigint, maker: boolean, grain: bigint): bigint {
    const exact = (amount * (maker ? this.#maker : this.#taker)) / RATE_UNIT;
    return grain === 1n ? exact : exact - (exact % grain);
  }

  /** The most the fees on an amount can sum up to, in however many fills. */
  most(amount: bigint): bigint {
    return (amount * this.#highest + RATE_UNIT - 1n) / RATE_UNIT;
  }
}

const RULES = ['expire-maker', 'expire-taker', 'expire-both', 'decrement', 'none'] as const;
const IN_FORCE = ['GTC', 'IOC', 'FOK', 'POST_ONLY'] as const;
const RATE_DECIMALS = 12;
const RATE_UNIT = powerOfTen(RATE_DECIMALS);

function rateUnits(text: string): bigint {
  return BigInt(new Decimal(text).times(RATE_UNIT.toString()).toFixed(0));
}
