import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../index.js';

const CHROMIUM = '/usr/bin/chromium';
const hasBrowser = existsSync(CHROMIUM);
const reason = hasBrowser ? '' : ` (skipped: there is no ${CHROMIUM})`;

describe.runIf(hasBrowser)(`the dashboard in a browser${reason}`, () => {
  let folder: string;
  let browser: BrowserContext;
  let page: Page;
  let sandbox: Sandbox;
  let problems: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dashboard-'));
    browser = await chromium.launchPersistentContext(folder, {
      executablePath: CHROMIUM,
      headless: true,
      viewport: { width: 1280, height: 1000 },
      args: FLAGS,
    });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), calm: true });
    await sandbox.clock.advance(120_000);
    problems = [];
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      const isRefusal = message.text().includes('status of 409');
      if (message.type() === 'error' && !isRefusal) problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) problems.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    await sandbox.close();
    if (problems.length > 0) throw new Error(`the browser complained: ${problems.join('; ')}`);
  });

  test('shows candles, book, balances, orders and fills', async () => {
    const resting = place('BUY', '33000');
    place('SELL', '20000');
    await page.goto(sandbox.dashboard);
    await page.getByRole('heading', { name: 'binance_spot sandbox' }).waitFor();
    await page.getByRole('img', { name: /^BTC\/USDT 1m, 300 candles, last open [\d.]+/ }).waitFor();
    expect(await page.locator('#chart canvas').count()).toBeGreaterThan(0);
    expect(await page.getByRole('table', { name: 'Book' }).getByRole('row').count()).toBe(13);
    await cell('Balances', 'USDT').waitFor();
    await cell('Open orders', resting).waitFor();
    expect(await page.getByRole('table', { name: 'Fills' }).getByRole('row').count()).toBeGreaterThan(1);
    await page.getByLabel('Market').selectOption('ETH/USDT');
    await page.getByRole('img', { name: /^ETH\/USDT 1m/ }).waitFor();
  });

  test('works by keyboard: moves the clock, fills and cancels orders, adds and removes faults', async () => {
    const [filled, cancelled] = [place('BUY', '33000'), place('BUY', '32000')];
    await page.goto(sandbox.dashboard);
    await cell('Open orders', filled).waitFor();
    const before = sandbox.clock.now();
    await press('+1 min');
    await expect.poll(() => sandbox.clock.now()).toBe(before + 60_000);
    await press(`Fill order ${filled}`);
    await expect.poll(() => sandbox.engine.orderById(filled)?.status).toBe('COMPLETED');
    await press(`Cancel order ${cancelled}`);
    await expect.poll(() => sandbox.engine.orderById(cancelled)?.status).toBe('CANCELLED');
    await page.getByRole('combobox', { name: 'Fault' }).selectOption('status');
    await page.getByLabel('Of', { exact: true }).fill('server_time');
    await page.getByLabel('Of', { exact: true }).press('Enter');
    await page.getByText('status, status 503: server_time, before, times 1').waitFor();
    expect((await fetch(`${sandbox.rest}/api/v3/time`)).status).toBe(503);
    await press('Remove fault 1');
    await expect.poll(() => sandbox.faults.rules).toEqual([]);
    await press('Silence all sockets');
    await page.getByRole('button', { name: 'Silence all sockets', pressed: true }).waitFor();
    await page.getByLabel('Speed').selectOption('60');
    await expect.poll(() => sandbox.speed).toBe(60);
  });

  test('adds a fault of every kind', async () => {
    await page.goto(sandbox.dashboard);
    const kinds = page.getByRole('combobox', { name: 'Fault' });
    const names = await kinds.locator('option').allTextContents();
    for (const [index, name] of names.entries()) {
      await kinds.selectOption(name);
      await press('Add');
      await expect.poll(() => sandbox.faults.rules.length).toBe(index + 1);
    }
    await page.getByText('redirect, to http://127.0.0.1:1/elsewhere: *, before, times 1').waitFor();
    await page.getByText('order events: fill_before_cancel, times 1').waitFor();
    await page.getByText('truncated: *, after, times 1').waitFor();
  });

  test('cuts no column off', async () => {
    place('SELL', '20000');
    place('BUY', '33000');
    await page.goto(sandbox.dashboard);
    await cell('Fills', 'BTC/USDT').first().waitFor();
    const hidden = await page.evaluate<readonly string[]>(
      `[...document.querySelectorAll('section')].filter((section) => section.scrollWidth > section.clientWidth)
        .map((section) => section.querySelector('h2').textContent)`,
    );
    expect(hidden).toEqual([]);
  });

  test('says in one line what cannot be done', async () => {
    const order = place('BUY', '33000');
    await page.goto(sandbox.dashboard);
    const button = page.getByRole('button', { name: `Cancel order ${order}` });
    await button.waitFor();
    sandbox.engine.venueCancel(order, 'first');
    await button.press('Enter');
    await expect.poll(() => page.getByRole('status').textContent()).toBe(`order ${order}: already-closed`);
  });

  test('shows why a signature failed: what the venue signs beside what the client signed', async () => {
    const { api_key = '', api_secret = '' } = sandbox.credentials;
    const query = `timestamp=${sandbox.clock.now()}&recvWindow=5000`;
    const sorted = query.split('&').toSorted().join('&');
    const wrong = createHmac('sha256', api_secret).update(sorted).digest('hex');
    await fetch(`${sandbox.rest}/api/v3/account?${query}&signature=${wrong}`, {
      headers: { 'X-MBX-APIKEY': api_key, 'X-Markup': '<img src=x onerror=alert(1)>' },
    });
    await fetch(`${sandbox.rest}/api/v3/time`);
    await page.goto(sandbox.dashboard);
    await page.getByText('GET /api/v3/time').waitFor();
    await page.getByLabel('only refused signatures').check();
    await expect.poll(() => page.getByText('GET /api/v3/time').isVisible()).toBe(false);
    const entry = page.getByText('signature refused');
    await entry.press('Enter');
    await page.getByRole('heading', { name: 'The venue signs' }).waitFor();
    expect(await page.locator('.signed pre').allTextContents()).toEqual([query, sorted]);
    await page.getByText('What differs: the parameters are sorted by name').waitFor();
    expect(await page.content()).not.toContain(api_key);
    expect(await page.locator('img').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('%s: text stands out from its ground', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(sandbox.dashboard);
    await page.getByRole('img', { name: /300 candles/ }).waitFor();
    const colours = await page.evaluate<readonly string[]>(
      "['color','backgroundColor'].map((name) => getComputedStyle(document.body)[name])",
    );
    const [ink = 0, ground = 0] = colours.map(brightness);
    expect(colorScheme === 'light' ? ground - ink : ink - ground).toBeGreaterThan(150);
    const screenshot = process.env['DASHBOARD_SCREENSHOTS'];
    if (screenshot !== undefined) await page.screenshot({ path: join(screenshot, `${colorScheme}.png`) });
  });

  test('every control has a name', async () => {
    await page.goto(sandbox.dashboard);
    await page.getByRole('img', { name: /300 candles/ }).waitFor();
    const names = await page.locator('button, input, select').evaluateAll((all) =>
      all.map((one) => {
        const { labels, ariaLabel, textContent } = Object(one);
        return String(ariaLabel ?? labels?.[0]?.textContent ?? textContent).trim();
      }),
    );
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => name === '')).toEqual([]);
  });

  function place(side: 'BUY' | 'SELL', price: string): string {
    const request = { symbol: 'BTC/USDT', side, type: 'LIMIT', size: '0.01', price } as const;
    return sandbox.engine.place(sandbox.account, request).order?.id ?? 'refused';
  }

  function cell(table: string, name: string) {
    return page.getByRole('table', { name: table }).getByRole('cell', { name, exact: true });
  }

  async function press(name: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
  }
});

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** 0 to 255. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
