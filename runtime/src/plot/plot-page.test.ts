import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { Candle } from '../data/candle.js';
import { Decimal } from '../decimal.js';
import { OrderSide, OrderStatus, OrderType } from '../orders/order-constants.js';
import { Order } from '../orders/order.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { readChartLibrary } from './chart-library.js';
import { PlotData } from './plot-data.js';
import { plotView } from './plot-view.js';

const START = 1_700_000_040;
const HOSTILE = '</script><script>document.title = "taken"</script><!--';

describe('what is drawn', () => {
  it('has ascending times, each once, and nothing that is no number', () => {
    const points = [
      [30, 3],
      [10, 1],
      [10.9, 2],
      [20, Number.NaN],
      [Infinity, 1],
    ] as const;
    const { lines, candles } = plotView([{ topic: 'a', points }], {
      candles: [candle(1, 5), candle(0, 4), candle(1, 6), candle(2, Number.NaN)],
    });
    expect(lines[0]?.points).toEqual([
      { time: 10, value: 2 },
      { time: 30, value: 3 },
    ]);
    expect(candles.map(({ time, close }) => [time, close])).toEqual([
      [START, 4],
      [START + 60, 6],
    ]);
  });

  it('gives lines of another size than the candles a pane of their own', () => {
    const lines = [
      { topic: 'average', points: [[START, 101]] as const },
      { topic: 'position', points: [[START, 0.5]] as const },
      { topic: 'wallet', points: [[START, 100_000]] as const },
    ];
    const { lines: drawn } = plotView(lines, { candles: [candle(0, 100)] });
    expect(drawn.map(({ topic, pane }) => [topic, pane])).toEqual([
      ['average', 0],
      ['position', 1],
      ['wallet', 2],
    ]);
  });

  it('marks what became of orders, at the times it did', () => {
    const { marks } = plotView([], {
      orders: [filled(), ended(OrderStatus.REJECTED), ended(OrderStatus.CANCELLED)],
    });
    expect(marks.map(({ time, event, text }) => [time - START, event, text])).toEqual([
      [0, 'placed', 'placed 2 @ 100'],
      [0, 'placed', 'placed 2 @ 100'],
      [0, 'placed', 'placed 2 @ 100'],
      [60, 'part filled', 'part filled 2 @ 99.5'],
      [60, 'rejected', 'rejected 2 @ 100'],
      [60, 'cancelled', 'cancelled 2 @ 100'],
      [120, 'filled', 'filled 2 @ 99.5'],
    ]);
  });
});

describe('the page', () => {
  it('is one file: whatever topics are called, and with nothing to load', async () => {
    const page = await samplePage();
    // The library in the middle is long, and has no part in this.
    const html = page.replace(await readChartLibrary(), 'LIBRARY');
    expect(html).not.toBe(page);
    expect(html.split('</script>')).toHaveLength(4);
    expect(html).not.toMatch(/<(?:script|img|iframe|source)[^>]*\ssrc=|<link\b|@import|url\(/i);
    expect(html).toContain("default-src 'none'");
  });

  it('shows no words of the venue, which could quote what it was sent', async () => {
    const order = ended(OrderStatus.REJECTED);
    expect(order.reason).toBe('bad key s3cr3t');
    expect((await new PlotData().toHtml({ orders: [order] })).includes('s3cr3t')).toBe(false);
  });

  it.skipIf(browserPath() === undefined)(
    'draws in a browser without a network (skipped where there is no chromium)',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'plot-'));
      const file = join(folder, 'plot.html');
      await writeFile(file, await samplePage());
      const browser = await chromium.launch({ executablePath: browserPath() ?? '', args: ['--no-sandbox'] });
      try {
        const page = await browser.newPage({ offline: true });
        const problems: string[] = [];
        const loaded: string[] = [];
        page.on('pageerror', (error) => problems.push(String(error)));
        page.on('console', (message) => problems.push(message.text()));
        page.on('request', (request) => loaded.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        await page.waitForSelector('body[data-drawn=yes]', { timeout: 10_000 });
        expect(problems).toEqual([]);
        expect(loaded).toEqual([pathToFileURL(file).href]);
        expect(await page.title()).toBe(`BTC/USDT ${HOSTILE}`);
        expect(await page.locator('#legend span').allTextContents()).toEqual([HOSTILE, 'position']);
        expect(await page.locator('#chart canvas').count()).toBeGreaterThan(2);
        expect(await page.locator('#orders tbody tr').count()).toBe(3);
        const screenshot = process.env['PLOT_SCREENSHOT'];
        if (screenshot !== undefined) await page.screenshot({ path: screenshot, fullPage: true });
      } finally {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});

function samplePage(): Promise<string> {
  const plot = new PlotData();
  const candles = Array.from({ length: 60 }, (_, n) => candle(n, 100 + 3 * Math.sin(n / 5)));
  for (const { timestamp, close } of candles) {
    plot.addDataPoint({ topic: HOSTILE, dataPoint: [timestamp, close] });
    plot.addDataPoint({ topic: 'position', dataPoint: [timestamp, timestamp % 600 < 300 ? 0 : 2] });
  }
  const orders = [filled(), ended(OrderStatus.REJECTED), ended(OrderStatus.CANCELLED, OrderSide.SELL)];
  return plot.toHtml({ title: `BTC/USDT ${HOSTILE}`, candles, orders });
}

function candle(minute: number, close: number): Candle {
  const open = close - Math.cos(minute / 5);
  const [low, high] = [Math.min(open, close) - 0.4, Math.max(open, close) + 0.4];
  return new Candle({ open, high, low, close, volume: 1, timestamp: START + 60 * minute });
}

function filled(): Order {
  return lived(OrderSide.BUY, [OrderStatus.PARTIALLY_FILLED, OrderStatus.COMPLETED]);
}

function ended(status: OrderStatus, side: OrderSide = OrderSide.BUY): Order {
  return lived(side, [status]);
}

/** An order that has one status more each minute. */
function lived(orderSide: OrderSide, statuses: readonly OrderStatus[]): Order {
  const order = new Order({ symbol: 'BTC/USDT', orderType: OrderType.LIMIT, orderSide, size: 2, price: 100 });
  let now = START * 1000;
  order.bind({
    ...testEnvironment(),
    clock: { now: () => now, schedule: () => ({ cancel: () => undefined }) },
  });
  for (const status of statuses) {
    now += 60_000;
    order.apply({ status, orderId: '7', reason: 'bad key s3cr3t', ...execution(status) });
  }
  return order;
}

function execution(status: OrderStatus): { readonly filledSize?: Decimal; readonly averagePrice?: Decimal } {
  if (status === OrderStatus.REJECTED || status === OrderStatus.CANCELLED) return {};
  const filledSize = new Decimal(status === OrderStatus.COMPLETED ? 2 : 1);
  return { filledSize, averagePrice: new Decimal('99.5') };
}

function browserPath(): string | undefined {
  const found = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return found.find((path) => path !== undefined && existsSync(path));
}
