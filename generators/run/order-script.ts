import { milliseconds } from 'ats-runtime';
import { z } from 'zod';
import { UserError } from '../cli/errors.js';
import { readYamlFile } from '../cli/yaml-file.js';

/** One order of a script. */
export interface ScriptedOrder {
  readonly side: 'BUY' | 'SELL';
  readonly type: 'LIMIT' | 'MARKET';
  /** In the base asset; plain decimal text. */
  readonly size: string;
  readonly price?: string;
  /** Waited before it is submitted, ms. */
  readonly afterMs: number;
  /** After it was accepted, ms. */
  readonly cancelAfterMs?: number;
}

/**
 * The orders of a YAML or JSON file, a list such as `- { side: BUY, type: LIMIT, size: 0.01, price: 30000, after: 5s,
 * cancel_after: 1m }`. Numbers are taken as they are written, digit by digit.
 * @throws UserError naming file, line and key of everything that is wrong
 */
export async function readOrderScript(file: string): Promise<readonly ScriptedOrder[]> {
  const { value, place } = await readYamlFile(file, 'failsafe');
  const result = SCRIPT.safeParse(value);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${place(path)}: ${keyOf(path)}${message}`);
    throw new UserError(faults.join('; '));
  }
  return result.data.map(({ side, type, size, price, after, cancel_after }) => ({
    side,
    type,
    size,
    ...(price === undefined ? {} : { price }),
    afterMs: after === undefined ? 0 : milliseconds(after),
    ...(cancel_after === undefined ? {} : { cancelAfterMs: milliseconds(cancel_after) }),
  }));
}

const amount = matching(/^\d{1,20}(\.\d{1,20})?$/, 'give a plain decimal number, such as 0.01');
const duration = matching(/^\d{1,9}(\.\d+)?(ms|s|m|h)$/, 'give a time such as 500ms, 20s or 1m');

const ORDER = {
  side: oneOf('BUY', 'SELL'),
  type: oneOf('LIMIT', 'MARKET'),
  size: amount,
  price: amount.optional(),
  after: duration.optional(),
  cancel_after: duration.optional(),
};

const SCRIPT = z.array(
  z.strictObject(ORDER, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no ${issue.keys.join(', ')}; an order has ${Object.keys(ORDER).join(', ')}`
        : 'give an order such as { side: BUY, type: LIMIT, size: 0.01, price: 30000 }',
  }),
  'must be a list of orders',
);

/** In capitals or not. */
function oneOf<T extends string>(...words: readonly [T, ...T[]]) {
  return z.preprocess(
    (word) => (typeof word === 'string' ? word.toUpperCase() : word),
    z.enum(words, `give one of ${words.join(', ')}`),
  );
}

function matching(pattern: RegExp, message: string) {
  return z.string(message).regex(pattern, message);
}

/** `side: `; the line tells which order. */
function keyOf(path: readonly PropertyKey[]): string {
  const key = path.at(-1);
  return typeof key === 'string' ? `${key}: ` : '';
}
