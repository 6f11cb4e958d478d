import { z } from 'zod';
import { payloadPartSchema } from './auth.js';
import { rowsSchema } from './fields.js';
import { durationSchema, sampleFileSchema, timeUnitSchema } from './primitives.js';
import { matchSchema } from './match.js';
import { confirmationSchema, refusalSchema } from './stream-replies.js';
import { streamTokenSchema } from './stream-token.js';
import { parameterSchema } from './values.js';

const servedFrameSchema = z.strictObject({
  match: matchSchema,
  /** What the frame tells: rows, or with `book` what stands beside the two sides. */
  rows: rowsSchema,
  /** The two sides of an order book, best price first; in a frame of `changes` those that changed, 0 where one is gone. */
  book: z.strictObject({ bids: rowsSchema, asks: rowsSchema }).optional(),
  time_unit: timeUnitSchema.optional(),
  sample: sampleFileSchema,
});

/**
 * A stream that no connector of ours subscribes to but the venue's other clients do: `ticker`, `trades` and `book` are a
 * market's, `fills`, `balances`, `orders` and
 * `open_orders` (all of them in each frame) an account's; of a `silent` one nothing is told here. Confirmations and refusals are by default those of
 * `streams.candles`, of an account's stream those of `streams.orders`.
 */
const servedStreamShape = z.strictObject({
  like: z.enum(['ticker', 'trades', 'book', 'fills', 'balances', 'orders', 'open_orders', 'silent']),
  /** Absent: it comes with the subscription to orders. */
  subscribe: parameterSchema.optional(),
  unsubscribe: parameterSchema.optional(),
  /** What such a subscription signs, where each signs its own. */
  signature: z
    .strictObject({
      payload: z.array(payloadPartSchema).min(1),
      stamp: timeUnitSchema.optional(),
      ahead: durationSchema.optional(),
    })
    .optional(),
  /** What is to know of the token that its subscription carries, where no connector of ours has such a stream. */
  token: streamTokenSchema.optional(),
  acknowledged: confirmationSchema.optional(),
  unsubscribed: confirmationSchema.optional(),
  refused: refusalSchema.optional(),
  /** How often a ticker or book is pushed at most. Default 1s. */
  push_every: durationSchema.optional(),
  /** A book's levels at most. Default 100. */
  levels: z.number().int().min(1).max(5000).optional(),
  /** The frame sent at once after the subscription, where it is another one. */
  snapshot: servedFrameSchema.optional(),
  /** Frames of `balances` tell of all assets, not of those that changed. */
  whole: z.boolean().optional(),
  /** After the first frame a book tells its changed levels alone. */
  changes: z.boolean().optional(),
  /** What is pushed; of `orders` without one it is the frame of `streams.orders`. */
  frame: servedFrameSchema.optional(),
  /** Of `orders` with a frame: what tells that an order has come, before it is open. */
  accepted: servedFrameSchema.optional(),
});

/** Named, so that the description's own type is short enough to be written out. */
export interface ServedStream extends z.infer<typeof servedStreamShape> {}

export const servedStreamSchema: z.ZodType<ServedStream> = servedStreamShape;
export type ServedFrame = z.infer<typeof servedFrameSchema>;
