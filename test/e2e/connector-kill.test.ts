import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, loadPreset, type Sandbox } from '../../sandbox/index.js';

const RUNTIME = new URL('../../runtime/dist/index.js', import.meta.url).href;
const CONNECTOR = new URL('../../runtime/dist/exchanges/binance_spot/index.js', import.meta.url).href;
const KILLS = 4;
const ORDERS_A_LIFE = 6;

const children: ChildProcess[] = [];
let folder = '';
let sandbox: Sandbox;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'connector-kill-'));
  sandbox = await createSandbox({ venue: await loadPreset('binance_spot'), seed: 5, calm: true, speed: 1 });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Takes up what an earlier life has left, says what of it is still followed, and waits for leave; then either trades until it is killed, three orders at a time,
 * or cancels all that is open and says how it ended.
 */
const TRADER = `
  import { createLogger, Order, OrderSide, OrderType, SimpleState } from ${JSON.stringify(RUNTIME)};
  import { Exchange } from ${JSON.stringify(CONNECTOR)};
  import { once } from 'node:events';
  const [, , stateFile, configText, lastWords] = process.argv;
  const state = await SimpleState.open(stateFile);
  const exchange = new Exchange(JSON.parse(configText), state, { logger: createLogger({ write: () => undefined }) });
  await exchange.connect();
  const say = (word, orders) =>
    process.stdout.write(JSON.stringify({
      word,
      orders: orders.map((order) => [order.clientOrderId, order.orderId, order.status, order.filledSize.toFixed()]),
    }) + '\\n');
  const open = await exchange.getOpenOrders();
  const followed = await Promise.all(open.map((order) => exchange.getOrder(order.orderId)));
  say('recovered', followed.filter((order) => order !== undefined));
  await once(process.stdin, 'data');
  if (lastWords === 'cancel') {
    process.stdin.destroy();
    for (const order of open) await exchange.cancelOrder(order);
    await exchange.disconnect();
    say('cancelled', open);
  } else {
    const trade = async (n) => {
      for (;; n += 3) {
        const order = new Order({
          symbol: 'BTC/USDT', orderType: OrderType.LIMIT, orderSide: OrderSide.BUY, size: '0.01', price: String(20000 + n),
        });
        await exchange.submitOrder(order).catch(() => undefined);
        if (n % 2 === 0) await exchange.cancelOrder(order).catch(() => undefined);
      }
    };
    await Promise.all([trade(0), trade(1), trade(2)]);
  }
`;

it('a connector whose process is killed while it trades loses no order and doubles none', async () => {
  sandbox.faults.add({ endpoint: 'place_order', fault: { kind: 'reset' }, phase: 'after', probability: 0.2 });
  sandbox.faults.add({
    endpoint: 'place_order',
    fault: { kind: 'status', status: 500 },
    phase: 'after',
    probability: 0.1,
  });
  sandbox.faults.add({ orderEvents: 'lost', probability: 0.2 });
  for (let life = 1; life <= KILLS; life += 1) await liveUntilKilled(ORDERS_A_LIFE * life);
  sandbox.faults.clear();
  const { engine, account } = sandbox;
  const last = await start('cancel');
  const [line] = await once(last.lines, 'line');
  await once(last.child, 'close');
  const { orders }: Line = JSON.parse(String(line));
  expect(orders.length).toBeGreaterThan(KILLS);
  for (const [, , status] of orders) expect(status).toBe('CANCELLED');
  expect(engine.openOrders(account)).toEqual([]);
  const ids = engine.orders(account).map(({ clientOrderId }) => clientOrderId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    Object.keys(JSON.parse(readFileSync(stateFile(), 'utf8'))).filter((key) => /order/.test(key)),
  ).toEqual([]);
}, 120_000);

interface Line {
  readonly word: string;
  readonly orders: readonly (readonly string[])[];
}

function stateFile(): string {
  return join(folder, 'state.json');
}

/** A connector in a process of its own that follows all that is open at the venue, and no other order. */
async function start(does: 'trade' | 'cancel') {
  const script = join(folder, 'trader.mjs');
  if (!existsSync(script)) writeFileSync(script, TRADER);
  const args = [script, stateFile(), JSON.stringify(sandbox.config()), does];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout);
  const [line] = await once(lines, 'line');
  const { orders }: Line = JSON.parse(String(line));
  const open = sandbox.engine.openOrders(sandbox.account);
  expect(orders).toEqual(
    open.map(({ clientOrderId, id, status, filledSize }) => [
      clientOrderId,
      id,
      status,
      filledSize.toFixed(),
    ]),
  );
  child.stdin.write('go\n');
  return { child, lines };
}

/** Kills it in the moment in which the venue takes its so many-th order of all. */
async function liveUntilKilled(orders: number): Promise<void> {
  const { engine, account } = sandbox;
  const taken = new Promise<void>((resolve) => {
    const stop = engine.onEvent(() => {
      if (engine.orders(account).length < orders) return;
      stop();
      resolve();
    });
  });
  const { child } = await start('trade');
  await taken;
  child.kill('SIGKILL');
  await once(child, 'close');
}
