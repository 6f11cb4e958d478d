import { Decimal } from 'ats-runtime';
import type { Desk } from './desk.js';
import type { Row } from './facts.js';
import { worthIn } from './worth.js';

type BalanceDesk = Pick<Desk, 'engine' | 'markets' | 'now'>;

/** What an account has of its assets, or of those that are named, and what it is worth. */
export function balanceRows(desk: BalanceDesk, account: string, named?: readonly string[]): readonly Row[] {
  const balances = desk.engine.balances(account);
  const worths = new Map([...balances.keys()].map((asset) => [asset, worthIn(desk, asset)]));
  const sum = (part: 'free' | 'total'): Decimal =>
    [...balances].reduce((whole, [asset, { free, locked }]) => {
      const amount = part === 'free' ? free : free.plus(locked);
      return whole.plus(amount.mul(worths.get(asset) ?? NOTHING));
    }, NOTHING);
  const whole = { account_value: sum('total'), account_free_value: sum('free'), time: desk.now() };
  return (named ?? [...balances.keys()]).map((asset) => {
    const { free = NOTHING, locked = NOTHING } = balances.get(asset) ?? {};
    const total = free.plus(locked);
    const value = total.mul(worths.get(asset) ?? NOTHING);
    const index = desk.markets.find(({ assetIndexes: known }) => known?.[asset] !== undefined)?.assetIndexes;
    const asset_index = index?.[asset];
    return { facts: { asset, asset_index, wallet_id: asset, free, locked, total, value, ...whole } };
  });
}

const NOTHING = new Decimal(0);
