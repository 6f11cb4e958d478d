import { z } from 'zod';
import { GRAMMAR_VERSION } from '../migrate.js';
import { authSchema } from './auth.js';
import { aroundSchema } from './fields.js';
import { endpointsSchema, failureSchema, servedEndpointSchema } from './endpoints.js';
import { intervalsSchema } from './intervals.js';
import {
  decimalTextSchema,
  durationSchema,
  httpUrlSchema,
  orderStatusSchema,
  sampleFileSchema,
  snakeCaseSchema,
  streamUrlSchema,
  templateSchema,
  timeUnitSchema,
} from './primitives.js';
import { errorCaseNameSchema, repeatsSchema } from './refusals.js';
import { servedStreamSchema } from './served-streams.js';
import { socketRequestsSchema } from './socket-requests.js';
import {
  candleStreamSchema,
  orderStreamSchema,
  streamAnswerSchema,
  streamSequenceSchema,
} from './streams.js';
import { sideWordsSchema } from './values.js';

const errorCaseSchema = z.strictObject({
  status: z.number().int().min(100).max(599),
  code: z.union([z.string(), z.number()]),
  message: z.string().max(300),
  /** Where several cases share a code: a part of the message that tells this one. */
  match: z.string().optional(),
  /** Further codes that mean the same. */
  more_codes: z.array(z.union([z.string(), z.number()])).optional(),
  /** The answer's shape, where it is not the common one. */
  sample: sampleFileSchema.optional(),
});

const ordersSchema = z.strictObject({
  sides: sideWordsSchema,
  types: z.strictObject({ limit: z.string(), market: z.string() }),
  /** The venue's words for how long an order stays; the connector sends the one its parameters name. */
  time_in_force: z
    .strictObject({
      gtc: z.string(),
      ioc: z.string().optional(),
      fok: z.string().optional(),
      post_only: z.string().optional(),
      /** Of an order that names its end: `{expires}`, or how long it stays, `{expires_in}`; naming none it is as with `gtc`. */
      gtd: z.string().optional(),
      /** What a market order shows, where that is not the word of a limit order that names none. */
      market: z.string().optional(),
    })
    .optional(),
  /** The venue's words for what becomes of an order that meets one of its own account, where a request may choose. */
  self_trade: z
    .strictObject({
      expire_maker: z.string().optional(),
      expire_taker: z.string().optional(),
      expire_both: z.string().optional(),
      /** The smaller one ends, the larger one loses as much. */
      decrement: z.string().optional(),
      /** They trade with each other. */
      none: z.string().optional(),
    })
    .optional(),
  /** Post-only orders that are a type of their own. */
  post_only_type: z.string().optional(),
  /** What makes a limit order post-only (`postOnly: 'true'`), where it is no type or time in force; one of a list counts. */
  post_only_when: z.record(z.string().min(1).max(100), z.string()).optional(),
  /** The same for a limit order's time in force: `{ ioc: { ioc_order: 'True' } }`. */
  time_in_force_when: z
    .strictObject({
      ioc: z.record(z.string().min(1).max(100), z.string()).optional(),
      fok: z.record(z.string().min(1).max(100), z.string()).optional(),
    })
    .optional(),
  /** What makes a request to place an order a check of it alone: nothing is placed (`validate: 'true'`). */
  dry_run_when: z.record(z.string().min(1).max(100), z.string()).optional(),
  /** A post-only order that would take is refused, or accepted and cancelled. */
  would_cross: z.enum(['refused', 'cancelled']).default('refused'),
  /** A fill-or-kill order that the book cannot fill is accepted and ends as expired, or it is refused. */
  not_fillable: z.enum(['expired', 'refused']).default('expired'),
  /** An IOC order that meets nothing is accepted and ends as expired, or it is refused (`errors.cases.unmatched`). */
  unmatched: z.enum(['expired', 'refused']).default('expired'),
  /** The venue's status → ours. In a word `{fill_price}` is a value that the venue writes there, a last `*` any text. */
  statuses: z.record(z.string(), orderStatusSchema),
  /** The venue's status for an IOC, FOK or market rest. */
  expired: z.string().optional(),
  /** The venue's status for an order whose own time has come. */
  lapsed: z.string().optional(),
  /** The venue's status for an order that was cancelled, or whose rest expired, after a fill. */
  cancelled_in_part: z.string().optional(),
  /** The venue's words for what happened to an order, where its frames carry one. */
  executions: z
    .strictObject({
      accepted: z.string(),
      filled: z.string(),
      /** For the fill that completes it, where that has another word. */
      completed: z.string().optional(),
      cancelled: z.string(),
      expired: z.string(),
      rejected: z.string(),
    })
    .optional(),
  client_id: z.strictObject({
    /** The characters allowed, as in a regular expression's class. */
    charset: z.string().regex(/^[A-Za-z0-9_.:/-]+$/, 'the inside of a character class such as "A-Za-z0-9_-"'),
    length: z.number().int().min(8).max(128),
    prefix: z.string().optional(),
    /** Another form that the venue takes from its other clients: a UUID, with or without hyphens. */
    or: z.literal('uuid').optional(),
    /** An id can be used again when its order is no longer open, or never. */
    reuse: z.enum(['when_closed', 'never']).default('when_closed'),
    /** The characters that the venue takes from its other clients, where those are more than ours. */
    others: z
      .string()
      .regex(/^[A-Za-z0-9_.:/-]+$/, 'the inside of a character class such as "A-Za-z0-9_-"')
      .optional(),
    /**
     * `false`: an order that another client places without an id has none; a word: all such orders show it; other venues
     * give each an id.
     */
    assigned: z.union([z.literal(false), z.string().min(1).max(40)]).optional(),
  }),
  /** The asset that fees are taken in: what the order receives, or always the quote asset. */
  fee_asset: z.enum(['received', 'quote']),
  /** Ids of fills count each market's trades by themselves; elsewhere no two of the venue's are alike. */
  fill_ids: z.enum(['per_venue', 'per_market']).optional(),
  /** What makes an order's fees be taken in its base asset (`oflags: fcib`); one of a list counts. */
  fee_in_base_when: z.record(z.string().min(1).max(100), z.string()).optional(),
  /** How a market buy names its size: in base, in quote (the connector converts), or as a priced IOC limit order. */
  market_buy: z.enum(['base', 'quote', 'priced_ioc']).default('base'),
  market_sell: z.enum(['base', 'priced_ioc']).default('base'),
  /** What a market buy must say for its size to count in base (`tgtCcy: base_ccy`); without it the venue takes it as a cost. */
  base_size_when: z.record(z.string().min(1).max(100), z.string()).optional(),
  /** What makes an order's size a cost (`oflags: viqc`); one of a list counts. */
  quote_size_when: z.record(z.string().min(1).max(100), z.string()).optional(),
  /** A price has so many significant figures at most; whole numbers may have more where `whole_numbers` says so. */
  price_figures: z
    .strictObject({ most: z.number().int().min(1).max(20), whole_numbers: z.boolean().default(false) })
    .optional(),
  /** A cancel's answer is final (`sync`) or only a promise (`async`). */
  cancel: z.enum(['sync', 'async']).default('sync'),
});

const REQUEST_KINDS = ['orders', 'private', 'public'] as const;

const limitSchema = z.strictObject({
  name: z.string().max(40),
  capacity: z.number().int().min(1),
  per: durationSchema,
  /**
   * What is counted: every request's weight, or that of some kinds only: `orders` (as one each where nothing else is counted),
   * other signed requests (`private`), unsigned ones (`public`).
   */
  counts: z
    .union([z.enum(['weight', ...REQUEST_KINDS]), z.array(z.enum(REQUEST_KINDS)).min(1)])
    .default('weight'),
  /** What was counted is forgotten at the end of each window, or bit by bit (a counter that decays). */
  forgets: z.enum(['at_window_end', 'steadily']).default('at_window_end'),
  used_header: z.string().optional(),
  /**
   * Headers that tell the limit, what is left of it and when it starts anew: in how many milliseconds (`ms_left`), or the
   * moment (`ms`, `s`), which is now while something is left.
   */
  left_headers: z
    .strictObject({
      limit: z.string(),
      left: z.string(),
      reset: z.string().optional(),
      reset_unit: z.enum(['ms_left', 'ms', 's']).default('ms'),
    })
    .optional(),
});

export const venueSchema = z.strictObject({
  version: z.literal(GRAMMAR_VERSION),
  venue: snakeCaseSchema,
  name: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}`]*$/u, 'one line of text'),
  kind: z.enum(['live', 'paper', 'backtest', 'data_feed']),
  docs: httpUrlSchema,
  hosts: z.strictObject({
    rest: httpUrlSchema,
    stream: streamUrlSchema.optional(),
    private_stream: streamUrlSchema.optional(),
  }),
  /** More hosts that belong to the venue: the mock accepts them as its own. */
  other_hosts: z.array(z.string().max(100)).optional(),
  testnet: z
    .strictObject({
      rest: httpUrlSchema,
      stream: streamUrlSchema.optional(),
      private_stream: streamUrlSchema.optional(),
    })
    .optional(),
  symbol: z.strictObject({
    template: templateSchema,
    /** The template of markets one of whose assets has a name of more letters (`DOGE:USD` beside `BTCUSD`). */
    longer: z.strictObject({ than: z.number().int().min(1).max(20), template: templateSchema }).optional(),
    /** The name is not made of the assets: it is that of the instruments' row whose base and quote are the market's. */
    listed: z.boolean().default(false),
    case: z.enum(['upper', 'lower']),
    /** Our asset → the venue's (BTC: XBT). */
    aliases: z.record(z.string(), z.string()).optional(),
    /** The same for the wallet, where it has names of its own (BTC: XXBT). */
    wallet: z.record(z.string(), z.string()).optional(),
  }),
  intervals: intervalsSchema,
  time_unit: timeUnitSchema.default('ms'),
  limits: z.array(limitSchema).default([]),
  retry_after: z.enum(['header_seconds', 'header_ms', 'none']).default('header_seconds'),
  auth: authSchema.optional(),
  errors: z.strictObject({
    answer: failureSchema,
    sample: sampleFileSchema,
    /** What refusals repeat of the request, wherever they have the place. */
    repeats: repeatsSchema.optional(),
    cases: z.partialRecord(errorCaseNameSchema, errorCaseSchema),
  }),
  /** What the venue makes of parameters that it does not know, of one that comes twice, and of one that says nothing. */
  parameters: z
    .strictObject({
      unknown: z.enum(['ignored', 'refused']).default('ignored'),
      duplicate: z.enum(['ignored', 'refused']).default('ignored'),
      /** Texts that count as nothing sent, as the venue's own client writes them. */
      nothing: z.array(z.string().min(1).max(20)).optional(),
    })
    .optional(),
  /** Path → field: what every answer has that has the path, failures too (`requestTime: time`). */
  every_answer: aroundSchema.optional(),
  endpoints: endpointsSchema,
  streams: z
    .strictObject({ candles: candleStreamSchema.optional(), orders: orderStreamSchema.optional() })
    .default({}),
  socket_requests: socketRequestsSchema.optional(),
  stream_sequence: streamSequenceSchema.optional(),
  /** What its sockets answer to messages of other clients that change nothing. */
  stream_answers: z.array(streamAnswerSchema).default([]),
  orders: ordersSchema.optional(),
  /** Endpoints that only other clients of the venue ask for. */
  serves: z.array(servedEndpointSchema).default([]),
  /** Streams that only other clients of the venue subscribe to. */
  serves_streams: z.array(servedStreamSchema).default([]),
  /** How the mock exchange begins. */
  sandbox: z
    .strictObject({
      balances: z.record(z.string(), decimalTextSchema).optional(),
      prices: z.record(z.string(), decimalTextSchema).optional(),
      fees: z.strictObject({ maker: decimalTextSchema, taker: decimalTextSchema }).optional(),
      /** A module beside venue.yaml with what the grammar cannot say. */
      hooks: z
        .string()
        .regex(/^[A-Za-z0-9_-]+\.(js|mjs)$/)
        .optional(),
    })
    .default({}),
});

export type VenueDescription = z.infer<typeof venueSchema>;
export type OrdersDescription = z.infer<typeof ordersSchema>;
