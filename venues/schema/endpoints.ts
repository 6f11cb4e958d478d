import { z } from 'zod';
import { rowsSchema } from './fields.js';
import { pathSchema, sampleFileSchema, timeUnitSchema } from './primitives.js';
import { parametersSchema } from './values.js';

/** `GET /api/v3/klines`, `DELETE /orders/{order_id}`. */
export const requestLineSchema = z
  .string()
  .max(300)
  .regex(/^(GET|POST|PUT|DELETE) \/[^\s?#"'`\\]*$/, 'a method and a path such as "GET /api/v3/time"');

/**
 * How an answer tells that it is a failure, where the HTTP status alone does not.
 * `ok`: the value's text that means success; an absent path means success too unless `required`.
 */
export const failureSchema = z.strictObject({
  code: z.array(pathSchema).min(1),
  message: z.array(pathSchema).min(1),
  ok: z.array(z.string()).optional(),
});

const endpointShape = {
  request: requestLineSchema,
  signed: z.boolean().optional(),
  encode: z.enum(['query', 'form', 'json']).optional(),
  /** Where it is documented. */
  docs: z.url().optional(),
  weight: z.number().int().min(0).optional(),
  params: parametersSchema.optional(),
  /** Parameters of the venue that our connector does not send, but its other clients do. */
  accepts: parametersSchema.optional(),
  /** The same endpoint under other request lines (a batch form has its own entry under `serves`). */
  time_unit: timeUnitSchema.optional(),
  sample: sampleFileSchema,
};

export const endpointSchema = z.strictObject({
  ...endpointShape,
  response: rowsSchema,
  failure: failureSchema.optional(),
});

export const candlesEndpointSchema = z.strictObject({
  ...endpointShape,
  response: rowsSchema,
  failure: failureSchema.optional(),
  /** What a page can hold, and whether its ends belong to it. */
  page: z.strictObject({
    limit: z.number().int().min(1).max(10_000),
    start: z.enum(['inclusive', 'exclusive']).default('inclusive'),
    end: z.enum(['inclusive', 'exclusive']).default('inclusive'),
    /** Whether the interval that still runs is part of the newest page. */
    open_candle: z.boolean().default(true),
    /** Which rows a range without an end gives; by default the oldest where rows ascend, else the newest. */
    without_end: z.enum(['oldest', 'newest']).optional(),
  }),
});

/**
 * An endpoint that no connector of ours calls but the venue's other clients do: answered from its sample, its
 * values replaced where `like` names the endpoint whose ledger it shows.
 */
export const servedEndpointSchema = z.strictObject({
  ...endpointShape,
  response: rowsSchema.optional(),
  like: z
    .enum([
      'server_time',
      'instruments',
      'candles',
      'place_order',
      'cancel_order',
      'get_order',
      'open_orders',
      'order_history',
      'order_fills',
      'fills',
      'balances',
      'fees',
      'book',
      'trades',
      'ticker',
    ])
    .optional(),
});

export const endpointsSchema = z.strictObject({
  server_time: endpointSchema.optional(),
  instruments: endpointSchema,
  candles: candlesEndpointSchema,
  place_order: endpointSchema.optional(),
  cancel_order: endpointSchema.optional(),
  get_order: endpointSchema.optional(),
  open_orders: endpointSchema.optional(),
  /** Where get_order finds only open orders by their client id: the list of the others. */
  finished_orders: endpointSchema.optional(),
  order_fills: endpointSchema.optional(),
  balances: endpointSchema.optional(),
  fees: endpointSchema.optional(),
  /** Gives the token that a stream's address or subscription carries, and where `host: token` the address itself. */
  stream_token: endpointSchema.optional(),
  /** The same for the private stream, where the public one has another. */
  private_stream_token: endpointSchema.optional(),
});

export type Endpoint = z.infer<typeof endpointSchema>;
export type CandlesEndpoint = z.infer<typeof candlesEndpointSchema>;
export type ServedEndpoint = z.infer<typeof servedEndpointSchema>;
export type EndpointName = keyof z.infer<typeof endpointsSchema>;
