import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow } from '../e2e/bin.js';
import { RealWorkspace } from './real-workspace.js';

const CONNECTOR = 'custom_modules/exchanges/binance_spot';
const HOUSE = 'custom_modules/house/house-exchange.ts';

let workspace: RealWorkspace;

/** A connector of a house base class; its suite is cut to a few checks, since it is run four times. */
beforeEach(() => {
  workspace = new RealWorkspace(['binance_spot'], 'linked');
  workspace.write(HOUSE, house(''));
  workspace.edit(
    `${CONNECTOR}/exchange.ts`,
    'import {',
    "import { HouseExchange } from '../../house/house-exchange.js';\nimport {",
  );
  workspace.edit(`${CONNECTOR}/exchange.ts`, 'extends BaseExchange<Config>', 'extends HouseExchange<Config>');
  workspace.edit(`${CONNECTOR}/exchange.ts`, '  BaseExchange,\n', '');
  workspace.edit(
    `${CONNECTOR}/exchange.test.ts`,
    "folder: new URL('.', import.meta.url)",
    "folder: new URL('.', import.meta.url), only: ['S02', 'S04', 'O01']",
  );
  const { code, stderr } = workspace.exchange('sync', '--base', HOUSE);
  if (code !== 0) throw new Error(stderr);
}, 120_000);

afterEach(() => {
  workspace.remove();
});

function house(members: string): string {
  return `import { BaseExchange, type ExchangeConfig, type Order } from 'ats-runtime';

export abstract class HouseExchange<C extends ExchangeConfig = ExchangeConfig> extends BaseExchange<C> {
  abstract override cancelOrder(order: Order): Promise<void>;
${members}}
`;
}

it('certify moves in what is no worse than before', { timeout: 600_000 }, () => {
  workspace.write(HOUSE, house('  abstract override submitOrder(request: Order): Promise<void>;\n'));
  const { code, stdout } = workspace.exchange('sync', '--certify');
  expect(stdout).toMatch(
    /before {2}0 type errors, \d+ checks passed, 0 failed\n {2}after {3}0 type errors, \d+ checks passed, 0 failed\n {2}certified: no worse than before\n1 of 1 connectors brought up to date/,
  );
  expect(code).toBe(0);
  expect(workspace.read(`${CONNECTOR}/exchange.ts`)).toContain('submitOrder(request: Order)');
});

it('certify moves nothing in that is worse, and says why, exit code 1', { timeout: 600_000 }, () => {
  // The stub that a new member gets type-checks, and conforms to nothing.
  workspace.write(HOUSE, house('  abstract desk(): string;\n'));
  const before = filesBelow(join(workspace.root, 'custom_modules'));
  const { code, stdout } = workspace.exchange('sync', '--certify');
  expect(stdout).toMatch(
    /before {2}1 type error, (\d+) checks passed, 0 failed\n {2}after {3}0 type errors, \d+ checks passed, 1 failed\n {2}not moved in: more checks fail, fewer checks pass\n0 of 1 connectors brought up to date\n/,
  );
  expect(code).toBe(1);
  expect(filesBelow(join(workspace.root, 'custom_modules'))).toEqual(before);
});
