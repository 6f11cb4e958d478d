import { Decimal } from 'ats-runtime';
import type { MatchingEngine } from '../engine/matching-engine.js';
import type { Market } from './markets.js';

interface Prices {
  readonly engine: Pick<MatchingEngine, 'lastPrice'>;
  readonly markets: readonly Market[];
}

/** A market's last price; before the first trade the one that it begins at. */
export function lastPrice({ engine }: Pick<Prices, 'engine'>, { symbol, startPrice }: Market): Decimal {
  return engine.lastPrice(symbol) ?? new Decimal(startPrice);
}

/**
 * What one of an asset is worth in the asset that the venue's first market is quoted in, by last prices: of its own
 * market, of the reverse one, or over another quote asset. Nothing where no market tells.
 */
export function worthIn(prices: Prices, asset: string, through: readonly string[] = []): Decimal {
  const { markets } = prices;
  if (asset === markets[0]?.quote) return new Decimal(1);
  const others = markets.filter(({ base, quote }) => !through.includes(base === asset ? quote : base));
  for (const market of others.filter(({ base, quote }) => base === asset || quote === asset)) {
    const [price, other] =
      market.base === asset
        ? [lastPrice(prices, market), market.quote]
        : [new Decimal(1).div(lastPrice(prices, market)).toDecimalPlaces(12), market.base];
    const worth = price.mul(worthIn(prices, other, [...through, asset]));
    if (!worth.isZero()) return worth;
  }
  return new Decimal(0);
}
