import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, loadPreset } from '../../sandbox/index.js';
import { EXCHANGE, start } from './bin.js';

const RUNTIME = new URL('../../runtime/dist/index.js', import.meta.url).href;
/** What a process may take to end once nothing is left to do, ms; far less than any timer that could hold it. */
const BOUND_MS = 5_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ends-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a process', () => {
  it('ends by itself after disconnect, though streams, polls and requests had begun', async () => {
    const sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), speed: 1 });
    try {
      const child = script(`
        import { loadExchange, Order } from ${JSON.stringify(RUNTIME)};
        const config = ${JSON.stringify(sandbox.config())};
        const reference = { namespace: 'exchanges:binance_spot', config };
        const exchange = await loadExchange(reference, { root: '.' });
        await exchange.connect();
        await exchange.subscribeToCandles(() => undefined);
        const order = { symbol: 'BTC/USDT', orderType: 'LIMIT', orderSide: 'BUY', size: 0.01, price: 30000 };
        await exchange.submitOrder(new Order(order));
        void exchange.getWalletBalance().catch(() => undefined);
        await exchange.disconnect();
        console.log('disconnected');
      `);
      expect(await told(child, 'disconnected')).toContain('disconnected');
      expect(await endOf(child)).toBe(0);
    } finally {
      await sandbox.close();
    }
  }, 60_000);

  it('goes on while it is connected', async () => {
    const child = script(`
      import { PaperTradingExchange } from ${JSON.stringify(RUNTIME)};
      const exchange = new PaperTradingExchange({ symbol: 'BTC/USDT' });
      await exchange.connect();
      let candles = 0;
      await exchange.subscribeToCandles(() => (candles += 1) === 2 && exchange.disconnect());
      process.on('exit', () => console.log(candles));
    `);
    const text = told(child, '2');
    expect(await endOf(child)).toBe(0);
    expect(await text).toBe('2\n');
  }, 60_000);
});

describe('`ats-exchange run`', () => {
  it('saves state and plot on Ctrl-C and ends', async () => {
    writeFileSync(
      join(folder, 'config.yaml'),
      'exchange:\n  namespace: exchanges:paper_trading\n  config:\n    symbol: BTC/USDT\n',
    );
    writeFileSync(join(folder, 'orders.yaml'), '- { side: BUY, type: LIMIT, size: 0.01, price: 30000 }\n');
    const args = ['run', 'config.yaml', '--orders', 'orders.yaml', '--plot', 'plot.html'];
    const child = start(EXCHANGE, args, folder);
    await told(child, 'close 50500');
    const end = endOf(child);
    child.kill('SIGINT');
    expect(await end).toBe(0);
    expect(readFileSync(join(folder, 'plot.html'), 'utf8')).toContain('placed 0.01 @ 30000');
    expect(readFileSync(join(folder, 'config.state.json'), 'utf8')).toContain('"price": "30000"');
    // The next run goes on with that account.
    const next = start(EXCHANGE, ['run', 'config.yaml'], folder);
    expect(await told(next, 'open order')).toMatch(/open order {2}BUY 0\.01 BTC\/USDT LIMIT @ 30000 PENDING/);
    const nextEnd = endOf(next);
    next.kill('SIGINT');
    expect(await nextEnd).toBe(0);
  }, 60_000);
});

function script(text: string): ChildProcess {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, text);
  return spawn(process.execPath, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** What it writes, up to these words. */
async function told(child: ChildProcess, words: string): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    text += String(chunk);
    if (text.includes(words)) return text;
  }
  throw new Error(`ended without "${words}": ${text}`);
}

/** The code with which it ends by itself. */
async function endOf(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  const bound = AbortSignal.timeout(BOUND_MS);
  try {
    const [code]: unknown[] = await once(child, 'exit', { signal: bound });
    return code;
  } catch {
    child.kill('SIGKILL');
    return 'still running';
  }
}
