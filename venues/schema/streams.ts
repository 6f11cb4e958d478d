import { z } from 'zod';
import { payloadPartSchema } from './auth.js';
import { rowsSchema } from './fields.js';
import { intervalNameSchema, intervalsSchema } from './intervals.js';
import { matchSchema } from './match.js';
import {
  durationSchema,
  pathSchema,
  sampleFileSchema,
  templateSchema,
  timeUnitSchema,
} from './primitives.js';
import { streamTokenSchema } from './stream-token.js';
import { confirmationSchema, refusalSchema } from './stream-replies.js';
import { parameterSchema, parametersSchema } from './values.js';

/** Who keeps the socket alive, and how. */
export const keepAliveSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** The server sends ping frames; the client's pong is due within `timeout`. */
  z.strictObject({ kind: z.literal('server_ping'), every: durationSchema, timeout: durationSchema }),
  /** The client sends ping frames. */
  z.strictObject({ kind: z.literal('client_ping'), every: durationSchema, timeout: durationSchema }),
  /** The client sends a text or a JSON message and the server answers it. */
  z.strictObject({
    kind: z.literal('message'),
    send: parameterSchema,
    expect: parameterSchema,
    /** What the answer copies from the question, where that has it. */
    echo: z.record(pathSchema, pathSchema).optional(),
    every: durationSchema,
    timeout: durationSchema,
  }),
  /** The server sends a message and the client answers it. */
  z.strictObject({
    kind: z.literal('answer'),
    receive: parameterSchema,
    send: parameterSchema,
    every: durationSchema,
    timeout: durationSchema,
  }),
  /** The client subscribes to beats that the server then sends; a connection without any frame for `timeout` is closed. */
  z.strictObject({
    kind: z.literal('subscription'),
    send: parameterSchema,
    /** A beat. */
    sample: sampleFileSchema,
    every: durationSchema,
    timeout: durationSchema,
  }),
  /** The server sends beats on every subscription by itself; a connection without any frame for `timeout` is dead. */
  z.strictObject({
    kind: z.literal('beats'),
    /** What of a beat depends on the subscription (`{channel}`). */
    match: matchSchema.optional(),
    sample: sampleFileSchema,
    every: durationSchema,
    timeout: durationSchema,
  }),
]);

const memberSchema = z.string().regex(/^\w{1,40}$/, 'the name of a member');

/** The member of a socket's messages that counts them from `first` on, for `each` channel by itself where it names one. */
export const streamSequenceSchema = z.strictObject({
  member: memberSchema,
  each: memberSchema.optional(),
  first: z.number().int().min(0).default(0),
});

export type StreamSequence = z.infer<typeof streamSequenceSchema>;

/** A message that changes nothing, such as a beat that no client must send, and the answer. */
export const streamAnswerSchema = z.strictObject({ send: parameterSchema, expect: parameterSchema });

const frameSchema = z.strictObject({
  match: matchSchema,
  rows: rowsSchema,
  time_unit: timeUnitSchema.optional(),
  sample: sampleFileSchema,
});

const streamShape = {
  /** `token`: the answer that gives the token gives the address too. */
  host: z.enum(['stream', 'private_stream', 'token']),
  /** Appended to the host's address; may hold placeholders (`/{symbol|lower}@kline_{interval}`, `?token={token}`). */
  path: templateSchema.optional(),
  docs: z.url().optional(),
  /**
   * The frame that the venue sends first; where `match` is given the client waits for it. `echo` lists the paths
   * copied from the address's parameters.
   */
  greeting: z
    .strictObject({
      match: matchSchema.optional(),
      sample: sampleFileSchema,
      echo: z.record(pathSchema, z.string()).optional(),
    })
    .optional(),
  subscribe: parameterSchema.optional(),
  unsubscribe: parameterSchema.optional(),
  /** The frame that confirms a subscription; `echo` lists the paths copied from the client's message. */
  acknowledged: confirmationSchema.optional(),
  /** The frame that confirms its end, where that is another one. */
  unsubscribed: confirmationSchema.optional(),
  /** The frame that refuses one, and where its words stand. */
  refused: refusalSchema.optional(),
  /** Whether the venue confirms a subscription to a market it does not have (and then stays silent), or refuses it. */
  unknown_symbol: z.enum(['acknowledged', 'refused']).optional(),
  keep_alive: keepAliveSchema,
  /** How long the venue may be silent before the connection counts as dead. */
  silence: durationSchema.optional(),
  /** Every message of the venue's on that address is a binary frame, packed so. */
  compression: z.enum(['none', 'gzip', 'deflate']).optional(),
};

export const candleStreamSchema = z.strictObject({
  ...streamShape,
  /** `channel`: where it has the number by which frames name the subscription, `{channel}` elsewhere. */
  acknowledged: confirmationSchema.extend({ channel: pathSchema.optional() }).optional(),
  /** How the stream spells the intervals, where it is not as the venue's other requests do. */
  intervals: intervalsSchema.optional(),
  /** The intervals that are streamed, where not all are: candles of the others are polled. */
  only: z.array(intervalNameSchema).min(1).optional(),
  /** How often the running candle is pushed. */
  push_every: durationSchema.optional(),
  /** A frame sent at once after the subscription, with past candles. */
  snapshot: frameSchema.optional(),
  frame: frameSchema,
});

export const orderStreamSchema = z.strictObject({
  ...streamShape,
  /** A signed message before the subscription (a login), or the subscription itself when `signs` is `subscribe`. */
  login: parameterSchema.optional(),
  logged_in: confirmationSchema.optional(),
  /**
   * What the login or subscription signs with the venue's algorithm; absent where a token does. `ahead`: the stamp is
   * that far in the future (an expiry). Where requests carry a JWT, `claims` are those of the message's own.
   */
  signature: z
    .union([
      z.strictObject({
        payload: z.array(payloadPartSchema).min(1),
        stamp: timeUnitSchema.optional(),
        ahead: durationSchema.optional(),
      }),
      z.strictObject({ claims: parametersSchema }),
    ])
    .optional(),
  /** What is to know of the token that its address, login or subscription carries, where it does not live for ever. */
  token: streamTokenSchema.optional(),
  /** The fill that completes an order says so itself, or it is told as one in part and a frame without a fill follows. */
  completed: z.enum(['with_fill', 'own_frame']).optional(),
  frame: frameSchema,
});

export type { Match } from './match.js';
export type KeepAlive = z.infer<typeof keepAliveSchema>;
export type CandleStreamDescription = z.infer<typeof candleStreamSchema>;
export type OrderStreamDescription = z.infer<typeof orderStreamSchema>;
export type FrameDescription = z.infer<typeof frameSchema>;
