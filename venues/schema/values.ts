import { z } from 'zod';
import { ORDER_CONDITIONS } from '../words.js';
import {
  endingsSchema,
  decimalTextSchema,
  orderStatusSchema,
  pathSchema,
  templateSchema,
  timeUnitSchema,
} from './primitives.js';

export const orderConditionSchema = z.enum(ORDER_CONDITIONS);

export type OrderCondition = z.infer<typeof orderConditionSchema>;

/** Limit orders that our connectors do not send, but the venue's other clients do. */
const OTHER_STAYS = ['limit_ioc', 'limit_fok', 'limit_post_only'] as const;

/** When a parameter is sent; `otherwise` where no condition before it holds. */
export const conditionSchema = z.enum([...OTHER_STAYS, ...ORDER_CONDITIONS, 'otherwise']);

export type Condition = z.infer<typeof conditionSchema>;

/** A value that depends on the order: `{ value: "{price}", when: limit }`. */
export interface ConditionalValue {
  readonly value: ParameterValue;
  readonly when: Condition;
}

const conditionalSchema: z.ZodType<ConditionalValue> = z.lazy(() =>
  z.strictObject({ value: parameterSchema, when: conditionSchema }),
);

/**
 * What is sent under a name: a template, a constant, a conditional value (or a list of them, the first that
 * applies counts), or a nested object or array of such values.
 */
export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | ConditionalValue
  | { readonly first: readonly ConditionalValue[] }
  | { readonly [name: string]: ParameterValue }
  | readonly ParameterValue[];

export const parameterSchema: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([
    templateSchema,
    z.number(),
    z.boolean(),
    z.null(),
    conditionalSchema,
    z.strictObject({ first: z.array(conditionalSchema).min(1) }),
    z.array(parameterSchema),
    z.record(
      z
        .string()
        .max(100)
        .refine(
          (name) => name !== 'when' && name !== 'first',
          'a conditional value as { value: ..., when: limit }',
        ),
      parameterSchema,
    ),
  ]),
);

export const parametersSchema = z.record(z.string().min(1).max(100), parameterSchema);

/** A venue's words for buying and selling; `buy-*`: what begins so. */
export const sideWordsSchema = z.strictObject({ buy: z.string(), sell: z.string() });

export type SideWords = z.infer<typeof sideWordsSchema>;

/** What the venue makes of a number of ours: 0.1 means 0.1 %, a cost is negative, what is sold is negative. */
export const scaleSchema = z.enum(['percent', 'negated', 'basis_points', 'signed']);

/** Flags that tell a status together: `{ if: { active: false, cancelExist: true }, is: CANCELLED }`. */
const statusCaseSchema = z.strictObject({ if: z.record(pathSchema, z.boolean()), is: orderStatusSchema });

export type StatusCase = z.infer<typeof statusCaseSchema>;

/**
 * Where a field stands in an answer, and how it is written there.
 * - `unit`: of a time (default: the endpoint's, then the venue's `time_unit`)
 * - `equals`: the field is a flag, true where the value's text equals this one
 * - `scale`: `percent` (0.1 means 0.1 %), `negated` (a cost is negative), `basis_points`, `signed` (what is sold is
 *   negative; where no `side` is mapped, the sign tells it)
 * - `sum`: the value is the sum of several paths (the mock writes the first, the others stay as in the sample)
 * - `less`: the value is `path` minus `less`
 * - `original`: a cancel's answers and frames have the cancel's own client id at `path`, and the order's here
 * - `statuses`: the words for a status at this place, where they are others than `orders.statuses`
 * - `endings`: of these the mock writes the one that tells why the order ended
 * - `sides`: the words for a side at this place, likewise
 * - `plus`: the value is `path` plus this (an id that is an index and a fixed number)
 * - `from`: the value is this minus `path` (decimals that are told as what is left of eight)
 * - `lookup`: what stands at `path` names a row of another list of the same answer: the one whose `by` is that, and
 *   the value is its `take` (of instruments only)
 * - `none`: what stands there where there is no such value (the mock writes it; read it is none)
 * - `any`: the first of several places that the answer has
 * - `value`: nothing tells it but the documentation: always this
 * - `where`: only rows with this text at that path have the field (balances with a row for each kind of amount)
 * - `cases`: a status that no word tells but flags do: the first case whose flags are as named counts, the last one
 *   where none does
 */
export const fieldSchema = z.union([
  pathSchema,
  z.strictObject({
    path: pathSchema,
    unit: timeUnitSchema.optional(),
    equals: z.string().optional(),
    scale: scaleSchema.optional(),
    less: pathSchema.optional(),
    original: pathSchema.optional(),
    plus: z.number().int().optional(),
    from: z.number().int().optional(),
    lookup: z.strictObject({ list: pathSchema, by: pathSchema, take: pathSchema }).optional(),
    optional: z.boolean().optional(),
    none: z.union([z.string(), z.number(), z.null()]).optional(),
    statuses: z.record(z.string(), orderStatusSchema).optional(),
    endings: endingsSchema.optional(),
    sides: sideWordsSchema.optional(),
    where: z.record(pathSchema, z.string()).optional(),
  }),
  z.strictObject({
    sum: z.array(pathSchema).min(2),
    scale: scaleSchema.optional(),
  }),
  z.strictObject({ cases: z.array(statusCaseSchema).min(2) }),
  z.strictObject({ any: z.array(pathSchema).min(2) }),
  z.strictObject({ value: decimalTextSchema }),
]);

export type FieldMapping = z.infer<typeof fieldSchema>;
