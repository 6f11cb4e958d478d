import type { Exchange } from 'ccxt';
import { expect, test } from 'vitest';
import type { Sandbox } from '../../sandbox/index.js';

interface Streaming {
  readonly sandbox: () => Sandbox;
  readonly client: () => Exchange;
  readonly symbol: string;
  /** Whether the client has live candles of this market. Default: yes. */
  readonly candles?: boolean;
}

/** What a market's streams tell: what the client has of them, against the ledger. */
export function testStreams({ sandbox, client, symbol, candles = true }: Streaming): void {
  const price = (): number => sandbox().engine.lastPrice(symbol)?.toNumber() ?? Number.NaN;
  /** How far a price is from the market's, as a fraction. */
  const distance = (told: number | undefined): number => Math.abs((told ?? 0) / price() - 1);

  test.skipIf(!candles)('watchOHLCV', async () => {
    // A frame may be on its way, and a minute may end, while the client waits.
    const earliest = minuteOf(sandbox().clock.now() - 2000);
    const [timestamp, , , , close] = (await client().watchOHLCV(symbol, '1m')).at(-1) ?? [];
    expect([earliest, minuteOf(sandbox().clock.now())]).toContain(timestamp);
    expect(distance(close)).toBeLessThan(NEAR);
  });

  test('watchTicker', async ({ skip }) => {
    skip(client().has['watchTicker'] !== true, 'the client has none');
    const ticker = await client().watchTicker(symbol);
    expect(distance(ticker.last ?? ticker.bid)).toBeLessThan(NEAR);
  });

  test('watchTrades', async ({ skip }) => {
    skip(client().has['watchTrades'] !== true, 'the client has none');
    const trades = await client().watchTrades(symbol);
    expect(distance(trades.at(-1)?.price)).toBeLessThan(NEAR);
  });

  test('watchOrderBook, several frames of it', async ({ skip }) => {
    skip(client().has['watchOrderBook'] !== true, 'the client has none');
    for (let frame = 0; frame < 3; frame += 1) {
      const { bids, asks } = await client().watchOrderBook(symbol);
      const [bid, ask] = [bids[0]?.[0], asks[0]?.[0]];
      expect(distance(bid)).toBeLessThan(NEAR);
      expect(Number(bid)).toBeLessThan(Number(ask));
    }
  });
}

const minuteOf = (time: number): number => Math.floor(time / 60_000) * 60_000;

const NEAR = 0.02;
