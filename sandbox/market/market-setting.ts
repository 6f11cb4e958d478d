import type { Clock } from 'ats-runtime';
import { PricePath } from './price-path.js';

/** What a synthetic market is like. The same setting and seed give the same market. */
export interface MarketSetting {
  readonly seed: number;
  /** Decimal text, in quote. */
  readonly startPrice: string;
  /** When the price is `startPrice`, ms since the epoch. Default: now. */
  readonly start?: number;
  /** Standard deviation of one minute's return, as a fraction. Default 0.0008. */
  readonly volatility?: number;
  /** Volume of an average minute, in the base asset. Default: worth 1,000,000 of the quote asset. */
  readonly liquidity?: number;
  /** The price stays within 0.5 % of `startPrice`, with deep quotes at all times. */
  readonly calm?: boolean;
}

export interface ResolvedSetting {
  readonly path: PricePath;
  readonly seed: number;
  /** Unix seconds. */
  readonly start: number;
  readonly liquidity: number;
  readonly calm: boolean;
}

export function marketSetting(setting: MarketSetting, clock: Clock): ResolvedSetting {
  const { seed, calm = false, volatility = 0.0008 } = setting;
  const startPrice = Number(setting.startPrice);
  const start = Math.floor((setting.start ?? clock.now()) / 1000);
  const liquidity = setting.liquidity ?? 1_000_000 / startPrice;
  return { seed, start, liquidity, calm, path: new PricePath({ seed, startPrice, start, volatility, calm }) };
}
