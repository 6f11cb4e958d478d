import { Decimal } from 'ats-runtime';
import type { Balance } from '../engine/types.js';
import type { Row } from './facts.js';

/** What an account has of an asset. */
export function balanceRow(asset: string, balance: Balance | undefined, now: number): Row {
  const { free = NOTHING, locked = NOTHING } = balance ?? {};
  return { facts: { asset, free, locked, total: free.plus(locked), time: now } };
}

const NOTHING = new Decimal(0);
