import { z } from 'zod';

/** Where a value stands in a JSON document: `data[0].ordId`, `k.o`, `[1]`, `filters[filterType=LOT_SIZE].stepSize`, `result.*` = the first member, `{base|lower}` = the member named after the market's asset, `` = the document. */
export const pathSchema = z
  .string()
  .max(200)
  .regex(
    /^$|^(([A-Za-z0-9_@$/-]|\{(base|quote)\|(lower|upper)\})+|\*|\[(-?\d+|[A-Za-z0-9_]+=[^\][]+)\])(\.(([A-Za-z0-9_@$/-]|\{(base|quote)\|(lower|upper)\})+|\*)|\[(-?\d+|[A-Za-z0-9_]+=[^\][]+)\])*$/,
    'a path such as "data[0].ordId", "[1]" or "filters[filterType=LOT_SIZE].stepSize"',
  );

/** A text with placeholders: `{symbol}`, `{start|ms}`, `{symbol|lower}@kline_{interval}`. */
export const templateSchema = z.string().max(2000);

export const durationSchema = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'a duration such as "500ms", "5s", "1m", "1h" or "1d"');

export const timeUnitSchema = z.enum(['s', 'ms', 'us', 'ns', 'iso']);

/** Of a time that only the mock writes: also `Tue,  2 Apr 19 15:15:08 +0000`. */
export const placedUnitSchema = z.enum([...timeUnitSchema.options, 'rfc1123']);

export type PlacedUnit = z.infer<typeof placedUnitSchema>;

export const snakeCaseSchema = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
    'snake_case: lower-case letters, digits and single underscores, starting with a letter',
  );

export const orderStatusSchema = z.enum([
  'PENDING',
  'PARTIALLY_FILLED',
  'COMPLETED',
  'CANCELLED',
  'REJECTED',
]);

/** Why an order ended that was not filled. */
const ENDINGS = [
  'by_account',
  'by_venue',
  /** The rest of an IOC or market order. */
  'unfilled',
  /** A fill-or-kill order. */
  'not_fillable',
  /** A post-only order. */
  'would_cross',
  'self_trade',
] as const;

/** Why an order ended → the venue's word. */
export type Endings = Readonly<Partial<Record<(typeof ENDINGS)[number], string | undefined>>>;

export const endingsSchema: z.ZodType<Endings> = z.partialRecord(z.enum(ENDINGS), z.string());

export type OrderStatusName = z.infer<typeof orderStatusSchema>;

export const decimalTextSchema = z.string().regex(/^\d+(\.\d+)?$/, 'a decimal text such as "0.001"');

export const httpUrlSchema = urlSchema(['http:', 'https:'], 'an http:// or https:// address');
export const streamUrlSchema = urlSchema(['ws:', 'wss:'], 'a ws:// or wss:// address');

/** A file of the venue's folder: relative, inside `samples/`. */
export const sampleFileSchema = z
  .string()
  .regex(/^samples\/[A-Za-z0-9._-]+\.(json|txt)$/, 'a file of this venue such as "samples/place_order.json"');

export type TimeUnit = z.infer<typeof timeUnitSchema>;

function urlSchema(protocols: readonly string[], expected: string): z.ZodType<string> {
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return (
      protocols.includes(url.protocol) &&
      url.username === '' &&
      url.password === '' &&
      !/[\s`"'\\<>{}]/.test(text)
    );
  }, expected);
}
