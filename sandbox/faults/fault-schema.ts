import { z } from 'zod';
import { isRecord } from '../../venues/index.js';
import { DATA_STREAMS, type FaultRule, type HttpFault, type StreamFault } from './fault.js';

function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, `give one of ${words.join(', ')}`);
}

const ms = z.number().min(0).max(86_400_000);
const status = z.number().int().min(200).max(599);
const seconds = z.number().min(0).max(86_400);

const httpFaultSchema: z.ZodType<HttpFault> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('delay'), ms }),
    z.strictObject({ kind: z.literal('jitter'), ms }),
    z.strictObject({
      kind: z.literal('status'),
      status,
      body: z.string().exactOptional(),
      retryAfter: seconds.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('rate_limit'), retryAfter: seconds.exactOptional() }),
    z.strictObject({ kind: z.literal('reset') }),
    z.strictObject({ kind: z.literal('drop_answer') }),
    z.strictObject({ kind: z.literal('html'), status: status.exactOptional() }),
    z.strictObject({ kind: z.literal('empty'), status: status.exactOptional() }),
    z.strictObject({ kind: z.literal('truncated') }),
    z.strictObject({
      kind: z.literal('oversized'),
      bytes: z
        .number()
        .int()
        .min(1)
        .max(256 * 1024 * 1024),
    }),
    z.strictObject({ kind: z.literal('content_type'), type: z.string().max(100).exactOptional() }),
    z.strictObject({ kind: z.literal('redirect'), to: z.url(), status: status.exactOptional() }),
    z.strictObject({ kind: z.literal('maintenance') }),
    z.strictObject({
      kind: z.literal('slow_drip'),
      bytes: z.number().int().min(1).exactOptional(),
      everyMs: ms.exactOptional(),
    }),
    z.strictObject({ kind: z.literal('clock_skew'), ms: z.number() }),
  ],
  { error: unknownKind },
);

const streamFaultSchema: z.ZodType<StreamFault> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('cut') }),
    z.strictObject({ kind: z.literal('silent') }),
    z.strictObject({ kind: z.literal('malformed'), lost: z.boolean().exactOptional() }),
    z.strictObject({ kind: z.literal('duplicate') }),
    z.strictObject({ kind: z.literal('reorder') }),
    z.strictObject({ kind: z.literal('frame_delay'), ms }),
    z.strictObject({ kind: z.literal('lost') }),
  ],
  { error: unknownKind },
);

const trigger = {
  nth: z.number().int().min(1).exactOptional(),
  times: z.number().int().min(1).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
};

const httpRuleSchema = z.strictObject({
  endpoint: z.string().max(300).exactOptional(),
  fault: httpFaultSchema,
  phase: oneOf(['before', 'after']).exactOptional(),
  ...trigger,
});

const streamRuleSchema = z.strictObject({
  stream: oneOf([...DATA_STREAMS, '*']),
  fault: streamFaultSchema,
  ...trigger,
});

const orderEventsRuleSchema = z.strictObject({
  orderEvents: oneOf(['before_answer', 'twice', 'lost', 'fill_before_cancel']),
  ...trigger,
});

const keepAliveRuleSchema = z.strictObject({ keepAlive: z.literal('lost'), ...trigger });

/** The schema of the kind of rule that a body is meant to be, so that what is wrong with it can be named. */
export function faultRuleSchema(body: unknown): z.ZodType<FaultRule> {
  if (!isRecord(body)) return httpRuleSchema;
  if ('orderEvents' in body) return orderEventsRuleSchema;
  if ('keepAlive' in body) return keepAliveRuleSchema;
  return 'stream' in body ? streamRuleSchema : httpRuleSchema;
}

/** zod's own words for it do not say what there is. */
function unknownKind({ code, input, options }: KindIssue): string | undefined {
  if (!isRecord(input)) return 'give a fault with its kind, such as { kind: reset }';
  if (code !== 'invalid_union' || !Array.isArray(options)) return undefined;
  return `there is no such fault as ${JSON.stringify(input['kind'])}; known: ${options.join(', ')}`;
}

interface KindIssue {
  readonly code: string;
  readonly input?: unknown;
  readonly options?: unknown;
}
