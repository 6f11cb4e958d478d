import type { Mutant } from '../mutant.js';
import { ACCOUNT_MUTANTS } from './account.js';
import { CANDLE_MUTANTS } from './candles.js';
import { ENDURANCE_MUTANTS } from './endurance.js';
import { LIFECYCLE_MUTANTS } from './lifecycle.js';
import { ORDER_MUTANTS } from './orders.js';
import { STREAM_TOKEN_MUTANTS } from './stream-tokens.js';
import { STRUCTURE_MUTANTS } from './structure.js';

/** One realistic bug each, beside the check that is meant to catch it. */
export const MUTANTS: readonly Mutant[] = [
  ...STRUCTURE_MUTANTS,
  ...LIFECYCLE_MUTANTS,
  ...CANDLE_MUTANTS,
  ...ORDER_MUTANTS,
  ...ACCOUNT_MUTANTS,
  ...ENDURANCE_MUTANTS,
  ...STREAM_TOKEN_MUTANTS,
];
