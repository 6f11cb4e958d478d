import { z } from 'zod';
import { fieldNameSchema, rowsSchema } from './fields.js';
import { pathSchema, sampleFileSchema, timeUnitSchema } from './primitives.js';
import { errorCaseNameSchema, failedRowsSchema, repeatsSchema } from './refusals.js';
import { orderConditionSchema, parametersSchema } from './values.js';

/** `GET /api/v3/klines`, `DELETE /orders/{order_id}`. */
export const requestLineSchema = z
  .string()
  .max(300)
  .regex(
    /^(GET|POST|PUT|PATCH|DELETE) \/[^\s?#"'`\\]*$/,
    'a method in capitals and a path without a query, such as "GET /api/v3/time" (parameters stand under params)',
  );

/**
 * How an answer tells that it is a failure, where the HTTP status alone does not.
 * `ok`: the value's text that means success; an absent path means success too unless `required`.
 * `when`: only an answer with these texts at these paths is a failure.
 */
export const failureSchema = z.strictObject({
  when: z.record(pathSchema, z.string()).optional(),
  code: z.array(pathSchema).min(1),
  message: z.array(pathSchema).min(1),
  ok: z.array(z.string()).optional(),
  /** Flags that are false where it is a failure; an absent flag says nothing. */
  success: z.array(pathSchema).min(1).optional(),
});

/** What is asked for the next page of a list, where the answer does not tell. */
const nextPageSchema = z.union([
  /** Where an answer has the next page's cursor; empty or absent where none follows. */
  pathSchema,
  /**
   * The last row's own value at this path: the next page holds the rows behind it; with `plus` (1 or -1) that much
   * more, where a page begins with the row that is named.
   */
  z.strictObject({ last: pathSchema, plus: z.union([z.literal(1), z.literal(-1)]).optional() }),
  /** How many rows came before, or the page's number, the first being `from` (1). */
  z.strictObject({ count: z.literal('rows') }),
  z.strictObject({ count: z.literal('pages'), from: z.union([z.literal(0), z.literal(1)]).optional() }),
]);

/** A list that comes in pages: `{cursor}` stands among the parameters; the first request is sent without it. */
export const pagesSchema = z.strictObject({
  /** The most rows of a page: one that has fewer is the last. */
  limit: z.number().int().min(1).max(10_000),
  /** How many rows come where the request does not say. Default: as many as a page can hold. */
  default: z.number().int().min(1).max(10_000).optional(),
  next: nextPageSchema,
  /** The first page's cursor, where the venue wants one. */
  first: z.string().min(1).max(100).optional(),
  /** Answers give the cursor percent-encoded; the request takes it as it was before. */
  encoded: z.literal(true).optional(),
  /** The flag in an answer that tells whether a page follows, where the cursor does not. */
  more: pathSchema.optional(),
});

/** Parameters in the venue's own words; an empty text is a parameter that is not sent. */
const givenSchema = z.record(z.string().min(1).max(100), z.string());

/**
 * What a request gives that says another word than `params` has: an empty list (with `{ empty: path }` that word stands
 * there), or the venue's error.
 */
const otherWordsSchema = z.record(
  z.string().min(1).max(100),
  z.union([z.literal('empty'), z.strictObject({ empty: pathSchema }), errorCaseNameSchema]),
);

const endpointShape = {
  request: requestLineSchema,
  /** Request lines that hold instead for some orders: `{ market: POST /buy/market/{symbol} }`; the narrowest that applies. */
  request_when: z.partialRecord(orderConditionSchema, requestLineSchema).optional(),
  signed: z.boolean().optional(),
  /** The venue's word for this request where it is signed, `{signed_as}`; it is not sent. */
  signed_as: z.string().min(1).max(100).optional(),
  encode: z.enum(['query', 'form', 'json']).optional(),
  /** Where it is documented. */
  docs: z.url().optional(),
  weight: z.number().int().min(0).optional(),
  params: parametersSchema.optional(),
  /** Parameters of the venue that our connector does not send, but its other clients do. */
  accepts: parametersSchema.optional(),
  /** What is asked for that this mock has none of: `{ instType: empty }` of derivatives. */
  other_words: otherWordsSchema.optional(),
  /** The same endpoint under other request lines (a batch form has its own entry under `serves`). */
  time_unit: timeUnitSchema.optional(),
  /** The HTTP status of success. Default 200. */
  status: z.number().int().min(200).max(299).optional(),
  /** What the venue refuses to take: parameters that are missing, or that do not go with the others. */
  rules: z
    .array(
      z.strictObject({
        when: givenSchema.optional(),
        /** Only where these are sent. */
        given: z.array(z.string()).min(1).optional(),
        needs: z.array(z.string()).optional(),
        forbids: z.array(z.string()).optional(),
        /** The only words of a parameter; what is not sent is none of them. */
        takes: z.record(z.string().min(1).max(100), z.array(z.string()).min(1)).optional(),
        /** Of a parameter with several values, commas between them: how many they may be. */
        most: z.record(z.string().min(1).max(100), z.number().int().min(1)).optional(),
      }),
    )
    .optional(),
  /** Shorter answers that a parameter asks for: the first whose `when` holds keeps or drops those members of it. */
  forms: z
    .array(
      z.strictObject({
        when: givenSchema,
        keeps: z.array(z.string()).optional(),
        drops: z.array(z.string()).optional(),
      }),
    )
    .optional(),
  sample: sampleFileSchema,
  /** The answer where an order was filled at once, if it has another shape then. */
  sample_when_filled: sampleFileSchema.optional(),
};

export const endpointSchema = z.strictObject({
  ...endpointShape,
  response: rowsSchema,
  failure: failureSchema.optional(),
  pages: pagesSchema.optional(),
});

/** A request whose answer tells nothing but that it succeeded. */
const tokenRequestSchema = endpointSchema.extend({ response: rowsSchema.default({ fields: {} }) });

/** What a page of candles can hold, and whether its ends belong to it. */
const candlePageSchema = z.strictObject({
  limit: z.number().int().min(1).max(10_000),
  /** How many rows come where the request does not say. Default: as many as a page can hold. */
  default: z.number().int().min(1).max(10_000).optional(),
  /** The interval of candles where the request names none; without it such a request is refused. */
  interval: z.string().optional(),
  start: z.enum(['inclusive', 'exclusive']).default('inclusive'),
  end: z.enum(['inclusive', 'exclusive']).default('inclusive'),
  /** The venue has only so many candles of an interval: the newest. */
  newest: z.number().int().min(1).max(10_000).optional(),
  /** Whether the interval that still runs is part of the newest page. */
  open_candle: z.boolean().default(true),
  /** Which rows a range without an end gives; by default the oldest where rows ascend, else the newest. */
  without_end: z.enum(['oldest', 'newest']).optional(),
});

export const candlesEndpointSchema = z.strictObject({
  ...endpointShape,
  response: rowsSchema,
  failure: failureSchema.optional(),
  page: candlePageSchema,
});

/**
 * An endpoint that no connector of ours calls but the venue's other clients do: answered from its sample, its
 * values replaced where `like` names the endpoint whose ledger it shows.
 */
const servedShape = z.strictObject({
  ...endpointShape,
  response: rowsSchema.optional(),
  /** Of candles: where a page is another than that of the usual ones. */
  page: candlePageSchema.optional(),
  /** How a list goes on; its cursor may stand under `accepts`. */
  pages: pagesSchema.optional(),
  /** The two sides of an order book, best price first; how many levels come unasked, and at most. */
  book: z
    .strictObject({
      bids: rowsSchema,
      asks: rowsSchema,
      usual: z.number().int().min(1).max(10_000).optional(),
      most: z.number().int().min(1).max(10_000).optional(),
    })
    .optional(),
  /** The member of the body in which several requests stand, each with the body's other members. */
  several: z.string().min(1).max(100).optional(),
  /** Of a request of several: how the answer tells of those that failed. Absent: one that fails is the whole answer. */
  failed_rows: failedRowsSchema.optional(),
  /** What an answer repeats of its request, failures apart. */
  repeats: repeatsSchema.optional(),
  /**
   * A request that is like the one for an order and only checks it: nothing is placed. `terms`: it never meets the book
   * and the balances, which may refuse a real one.
   */
  checks_only: z.enum(['all', 'terms']).optional(),
  /**
   * Rows stand in groups, one for each value of a field, each with pages of its own: `response` is that of a group.
   * `items`: where the groups are.
   */
  groups: z.strictObject({ items: pathSchema, by: fieldNameSchema }).optional(),
  /** Rows that say the same there are one: each market of the open orders once. */
  distinct: fieldNameSchema.optional(),
  /** Cases that the answer tells inside, as any other: its sample then, where it has a word for each, and those words. */
  refused_inside: z
    .strictObject({
      sample: sampleFileSchema,
      code: pathSchema,
      codes: z.partialRecord(errorCaseNameSchema, z.string()),
    })
    .optional(),
  /** Of `replace_order`: where the answer tells of the order that is no more. */
  replaced: rowsSchema.optional(),
  /** A request to cancel all orders is refused where none is open. */
  when_empty: z.literal('refused').optional(),
  like: z
    .enum([
      'server_time',
      'instruments',
      'candles',
      'place_order',
      'cancel_order',
      'cancel_open_orders',
      'amend_order',
      'replace_order',
      'get_order',
      'open_orders',
      'order_history',
      'finished_orders',
      'order_fills',
      'fills',
      'assets',
      'balances',
      'fees',
      'book',
      'trades',
      'ticker',
      'private_stream_token',
      'preview_order',
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
  /** Where get_order asks by the venue's id alone: the list in which an order is found by its client id. */
  listed_orders: endpointSchema.optional(),
  order_fills: endpointSchema.optional(),
  balances: endpointSchema.optional(),
  fees: endpointSchema.optional(),
  /** Gives the token that a stream's address or subscription carries, and where `host: token` the address itself. */
  stream_token: endpointSchema.optional(),
  /** The same for the private stream, where the public one has another. */
  private_stream_token: endpointSchema.optional(),
  /** Extends the life of the private stream's token, which it names as {token}. */
  renew_stream_token: tokenRequestSchema.optional(),
  /** Ends that token, on disconnect. */
  release_stream_token: tokenRequestSchema.optional(),
});

export type Endpoint = z.infer<typeof endpointSchema>;
export type CandlesEndpoint = z.infer<typeof candlesEndpointSchema>;

/** Named, so that the description's own type is short enough to be written out. */
export interface ServedEndpoint extends z.infer<typeof servedShape> {}

export const servedEndpointSchema: z.ZodType<ServedEndpoint> = servedShape;

export type EndpointName = keyof z.infer<typeof endpointsSchema>;
