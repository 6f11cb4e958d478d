import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';
import { readPath } from '../../venues/index.js';
import { ask, rowsOf, unsignedSandbox } from './unsigned.js';

/** Clients find lost trades by gaps in their numbers: a market's are counted by themselves, whatever else trades. */
let sandbox: Sandbox;
afterEach(() => sandbox.close());

describe('binance_spot', () => {
  const MARKETS = ['BTCUSDT', 'ETHUSDT'];

  test.each(['GET /api/v3/trades id', 'GET /api/v3/historicalTrades id', 'GET /api/v3/aggTrades a'])(
    '%s',
    async (line) => {
      const [method, path, name = ''] = line.split(' ');
      sandbox = await traded('binance_spot');
      for (const symbol of MARKETS) {
        const { document } = await ask(sandbox, `${method} ${path}`, { symbol, limit: 50 });
        const numbers = rowsOf(document).map((row) => row[name]);
        expect(numbers).toEqual(withoutGaps(numbers));
      }
    },
  );

  test('an account tells of its trades by the numbers that the market has', async () => {
    sandbox = await unsignedSandbox('binance_spot');
    const numbers: unknown[] = [];
    for (const symbol of [...MARKETS, 'BTCUSDT']) {
      const order = { symbol, side: 'BUY', type: 'MARKET', quantity: '0.01' };
      const { document } = await ask(sandbox, 'POST /api/v3/order', order);
      numbers.push(readPath(document, 'fills[0].tradeId'));
    }
    // Each market opens with a trade.
    expect(numbers).toEqual([2, 2, 3]);
    for (const symbol of MARKETS) {
      const { document: own } = await ask(sandbox, 'GET /api/v3/myTrades', { symbol });
      const { document: all } = await ask(sandbox, 'GET /api/v3/trades', { symbol });
      expect(rowsOf(own).map(({ id }) => id)).toEqual(
        rowsOf(all)
          .map(({ id }) => id)
          .slice(1),
      );
    }
  });
});

describe('kraken_spot', () => {
  const MARKETS = ['XBTUSDT', 'ETHUSDT'];

  test('numbers the trades of a pair', async () => {
    sandbox = await traded('kraken_spot');
    for (const pair of MARKETS) {
      const { document } = await ask(sandbox, 'GET /0/public/Trades', { pair });
      const rows = readPath(document, `result.${pair}`);
      const numbers = (Array.isArray(rows) ? rows : []).map((row: unknown) => readPath(row, '[6]'));
      expect(numbers).toEqual(withoutGaps(numbers));
    }
  });

  test('has one id for each trade, and its number in the pair beside it', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    for (const pair of MARKETS) {
      const order = { nonce: 1, pair, type: 'buy', ordertype: 'market', volume: '0.01' };
      await ask(sandbox, 'POST /0/private/AddOrder', order, 'form');
    }
    const { document } = await ask(sandbox, 'POST /0/private/TradesHistory', { nonce: 2 }, 'form');
    const trades = rowsOf(readPath(document, 'result.trades'));
    expect(new Set(trades.map(({ key }) => key)).size).toBe(2);
    expect(trades.map(({ trade_id }) => trade_id)).toEqual([2, 2]);
  });

  test('tells in the ticker how much of the best amounts is whole', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    const { document } = await ask(sandbox, 'GET /0/public/Ticker', { pair: 'ETHUSDT' });
    for (const side of ['a', 'b']) {
      const [whole, amount] = ['[1]', '[2]'].map((place) =>
        String(readPath(document, `result.ETHUSDT.${side}${place}`)),
      );
      expect(whole).toBe(amount?.split('.')[0]);
    }
  });

  test('tells of the spread, and of candles of a minute where no interval is named', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    const { document } = await ask(sandbox, 'GET /0/public/Spread', { pair: 'XBTUSDT' });
    const [[, bid, offer] = []] = Object(readPath(document, 'result.XBTUSDT')) as string[][];
    const ticker = await ask(sandbox, 'GET /0/public/Ticker', { pair: 'XBTUSDT' });
    expect([bid, offer]).toEqual([
      readPath(ticker.document, 'result.XBTUSDT.b[0]'),
      readPath(ticker.document, 'result.XBTUSDT.a[0]'),
    ]);
    const usual = await ask(sandbox, 'GET /0/public/OHLC', { pair: 'XBTUSDT' });
    const minutes = await ask(sandbox, 'GET /0/public/OHLC', { pair: 'XBTUSDT', interval: 1 });
    expect(usual.document).toEqual(minutes.document);
    expect(readPath(usual.document, 'result.XBTUSDT[1]')).toBeDefined();
  });

  test('a market order has no price', async () => {
    sandbox = await unsignedSandbox('kraken_spot');
    const order = { nonce: 1, pair: 'XBTUSDT', type: 'buy', ordertype: 'market', volume: '0.01' };
    await ask(sandbox, 'POST /0/private/AddOrder', order, 'form');
    const { document } = await ask(sandbox, 'POST /0/private/ClosedOrders', { nonce: 2 }, 'form');
    const [closed] = rowsOf(readPath(document, 'result.closed'));
    expect(readPath(closed, 'descr')).toMatchObject({ ordertype: 'market', price: '0' });
  });
});

/** A mock whose markets have had a minute of trades. */
async function traded(preset: string): Promise<Sandbox> {
  const opened = await createSandbox({ venue: await loadPreset(preset) });
  await opened.clock.advance(60_000);
  return opened;
}

/** From the lowest of several numbers to the highest, one each; `undefined` where there are too few to tell. */
function withoutGaps(numbers: readonly unknown[]): readonly unknown[] | undefined {
  const lowest = Math.min(...numbers.map(Number));
  return numbers.length > 5 ? numbers.map((_, index) => lowest + index) : undefined;
}
