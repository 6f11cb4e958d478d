import type { VirtualClock } from './clock/virtual-clock.js';
import type { Market } from './dialect/markets.js';
import { MatchingEngine } from './engine/matching-engine.js';
import { CandleStore } from './market/candle-store.js';
import { SyntheticMarket } from './market/synthetic-market.js';
import type { SandboxOptions } from './sandbox.js';

/** The user's account in the engine. */
export const ACCOUNT = 'user';

/** Closed orders, fills (each per account) and events that a sandbox remembers: long enough for a soak to be checked. */
const HISTORY = 100_000;

export interface Ledger {
  readonly engine: MatchingEngine;
  candles(symbol: string): CandleStore;
  close(): void;
}

/** The engine with its accounts, and for each market its candles and its synthetic traders. */
export function openLedger(options: SandboxOptions, clock: VirtualClock, markets: readonly Market[]): Ledger {
  const { orders, sandbox } = options.venue.description;
  const engine = new MatchingEngine({
    // At any speed but a standstill the clock runs between milliseconds; the ledger counts whole ones.
    now: () => Math.floor(clock.now()),
    markets,
    fees: sandbox.fees ?? { maker: '0.001', taker: '0.001' },
    feeAsset: orders?.fee_asset ?? 'received',
    crossing: orders?.would_cross === 'cancelled' ? 'expire' : 'refuse',
    unfillable: orders?.not_fillable === 'refused' ? 'refuse' : 'expire',
    tradeIds: orders?.fill_ids === 'per_market' ? 'market' : 'venue',
    clientIdReuse: orders?.client_id.reuse === 'never' ? 'never' : 'when-closed',
    keepClosed: HISTORY,
    keepEvents: HISTORY,
  });
  engine.openAccount(ACCOUNT);
  for (const [asset, amount] of Object.entries(sandbox.balances ?? {}))
    engine.deposit(ACCOUNT, asset, amount);
  const stores = new Map<string, CandleStore>();
  const traders: SyntheticMarket[] = [];
  markets.forEach((market, index) => {
    const { symbol, startPrice } = market;
    const seed = (options.seed ?? 1) * 1000 + index;
    const csv = options.csv?.[symbol];
    const common = { clock: clock.venue, engine, symbol, seed, startPrice, calm: options.calm ?? false };
    stores.set(symbol, new CandleStore({ ...common, ...(csv === undefined ? {} : { csv }) }));
    traders.push(new SyntheticMarket(common));
  });
  return {
    engine,
    candles(symbol) {
      const store = stores.get(symbol);
      if (store === undefined) throw new RangeError(`this sandbox has no market ${symbol}`);
      return store;
    },
    close() {
      for (const trader of traders) trader.stop();
      for (const store of stores.values()) store.close();
    },
  };
}
