import { z } from 'zod';
import { orderStatusSchema, pathSchema, templateSchema, timeUnitSchema } from './primitives.js';

/** When a parameter is sent: by the order's type, its side, or both; `otherwise` where no condition before it holds. */
export const conditionSchema = z.enum([
  'limit',
  'market',
  'buy',
  'sell',
  'limit_buy',
  'limit_sell',
  'market_buy',
  'market_sell',
  'otherwise',
]);

export type Condition = z.infer<typeof conditionSchema>;

/** A value that depends on the order: `{ value: "{price}", when: limit }`. */
export const conditionalSchema = z.strictObject({
  value: z.union([templateSchema, z.number(), z.boolean()]),
  when: conditionSchema,
});

export type ConditionalValue = z.infer<typeof conditionalSchema>;

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

/** Flags that tell a status together: `{ if: { active: false, cancelExist: true }, is: CANCELLED }`. */
const statusCaseSchema = z.strictObject({ if: z.record(pathSchema, z.boolean()), is: orderStatusSchema });

export type StatusCase = z.infer<typeof statusCaseSchema>;

/**
 * Where a field stands in an answer, and how it is written there.
 * - `unit`: of a time (default: the endpoint's, then the venue's `time_unit`)
 * - `equals`: the field is a flag, true where the value's text equals this one
 * - `scale`: `percent` (0.1 means 0.1 %), `negated` (a cost is negative), `basis_points`
 * - `sum`: the value is the sum of several paths (the mock writes the first, the others stay as in the sample)
 * - `less`: the value is `path` minus `less`
 * - `statuses`: the words for a status at this place, where they are others than `orders.statuses`
 * - `cases`: a status that no word tells but flags do: the first case whose flags are as named counts, the last one
 *   where none does
 */
export const fieldSchema = z.union([
  pathSchema,
  z.strictObject({
    path: pathSchema,
    unit: timeUnitSchema.optional(),
    equals: z.string().optional(),
    scale: z.enum(['percent', 'negated', 'basis_points']).optional(),
    less: pathSchema.optional(),
    optional: z.boolean().optional(),
    statuses: z.record(z.string(), orderStatusSchema).optional(),
  }),
  z.strictObject({
    sum: z.array(pathSchema).min(2),
    scale: z.enum(['percent', 'negated', 'basis_points']).optional(),
  }),
  z.strictObject({ cases: z.array(statusCaseSchema).min(2) }),
]);

export type FieldMapping = z.infer<typeof fieldSchema>;
