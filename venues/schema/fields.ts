import { z } from 'zod';
import { FIELD_KINDS, type FieldName } from '../field-kinds.js';
import { fieldSchema, scaleSchema, sideWordsSchema, type FieldMapping } from './values.js';
import {
  endingsSchema,
  orderStatusSchema,
  pathSchema,
  templateSchema,
  placedUnitSchema,
} from './primitives.js';

export { FIELD_KINDS, type FieldKind, type FieldName } from '../field-kinds.js';

// The kinds are the one list of names; zod wants it as a tuple.
const FIELD_NAMES = Object.keys(FIELD_KINDS) as [FieldName, ...FieldName[]];

export const fieldNameSchema = z.enum(FIELD_NAMES);

export const fieldsSchema = z.partialRecord(fieldNameSchema, fieldSchema);

export type FieldMap = Partial<Record<FieldName, FieldMapping>>;

/**
 * How one document is read and written.
 * - `items`: the path of the list (or, with `key`, of the map) whose rows the fields belong to; absent: the document is the row
 * - `key`: the rows stand in a map and the map's key is this field
 * - `fields`: field → where it stands; what the connector reads
 * - `also`: path → field, a text made of several, a parameter as the order was `sent` with it, or a list with a field of
 *   `each_fill`; more places that the mock writes so that the venue's other clients find what they expect
 * - `around`: the same for what stands once in the document, outside its rows: its time, its market, how many rows
 * - `nested`: fills inside a row
 */
/** What a place that only the mock writes may have beside them: the whole part of an amount. */
const placedScaleSchema = z.enum([...scaleSchema.options, 'whole']);

export type PlacedScale = z.infer<typeof placedScaleSchema>;

/** A field with what is peculiar to its place. `none`: what stands there where the ledger has no such value. */
const placedFieldSchema = z.strictObject({
  field: fieldNameSchema,
  unit: placedUnitSchema.optional(),
  scale: placedScaleSchema.optional(),
  equals: z.string().optional(),
  statuses: z.record(z.string(), orderStatusSchema).optional(),
  sides: sideWordsSchema.optional(),
  /** Our word for what stands there → the place's (`LIMIT: Limit`), where it is none of the venue's usual ones. */
  words: z.record(z.string(), z.string()).optional(),
  /** Words for why an order ended; where none fits it is `none`. */
  endings: endingsSchema.optional(),
  none: z.union([z.string(), z.number(), z.null()]).optional(),
});

/** `optional`: only some answers have the place, none where the ledger has no such value. */
const alsoFieldSchema = placedFieldSchema.extend({ optional: z.boolean().optional() });

/** Path → field: places of a document that belong to no row. */
export const aroundSchema: z.ZodType<Around> = z.record(
  pathSchema,
  z.union([fieldNameSchema, placedFieldSchema]),
);

export type Around = Record<string, FieldName | z.infer<typeof placedFieldSchema>>;

const rowsShape = {
  items: pathSchema.optional(),
  key: fieldNameSchema.optional(),
  fields: fieldsSchema,
  also: z
    .record(
      pathSchema,
      z.union([
        fieldNameSchema,
        alsoFieldSchema,
        z.strictObject({ text: templateSchema, none: z.string().optional() }),
        z.strictObject({ sent: z.string().min(1).max(100) }),
        z.strictObject({ each_fill: fieldNameSchema }),
      ]),
    )
    .optional(),
};

export const rowsSchema = z.strictObject({
  ...rowsShape,
  order: z.enum(['ascending', 'descending']).optional(),
  around: aroundSchema.optional(),
  /** Only rows with these texts at these paths count (one wallet of several). */
  where: z.record(pathSchema, z.string()).optional(),
  /** Several rows may tell of one asset (an account for each portfolio): they are added up. */
  add_up: z.boolean().optional(),
  fills: z.strictObject({ ...rowsShape, items: pathSchema }).optional(),
});

export type Rows = z.infer<typeof rowsSchema>;
