import { z } from 'zod';
import { durationSchema, templateSchema, timeUnitSchema } from './primitives.js';
import { parametersSchema } from './values.js';

/** A piece of what is signed: a template, or a digest of further pieces. */
export type PayloadPart =
  | string
  | {
      readonly digest: 'sha256' | 'sha384' | 'sha512';
      readonly of: readonly PayloadPart[];
      readonly as: 'raw' | 'hex' | 'base64';
    }
  | { readonly base64: readonly PayloadPart[] };

export const payloadPartSchema: z.ZodType<PayloadPart> = z.lazy(() =>
  z.union([
    templateSchema,
    z.strictObject({
      digest: z.enum(['sha256', 'sha384', 'sha512']),
      of: z.array(payloadPartSchema).min(1),
      as: z.enum(['raw', 'hex', 'base64']),
    }),
    z.strictObject({ base64: z.array(payloadPartSchema).min(1) }),
  ]),
);

/** A header's value: a template, or a template signed with the same secret (KuCoin's passphrase). */
export const headerValueSchema = z.union([templateSchema, z.strictObject({ hmac: templateSchema })]);

export const hmacSchema = z.strictObject({
  algorithm: z.enum(['hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'ed25519', 'rsa-sha256']),
  payload: z.array(payloadPartSchema).min(1),
  secret: z.enum(['utf8', 'base64', 'hex']).default('utf8'),
  encoding: z.enum(['hex', 'base64']),
});

export const jwtSchema = z.strictObject({
  algorithm: z.enum(['jwt-es256', 'jwt-hs256', 'jwt-hs512', 'jwt-eddsa']),
  header: parametersSchema.optional(),
  claims: parametersSchema,
  /** How long a token is good for: adds the claims `nbf` and `exp`. */
  lifetime: durationSchema.optional(),
  secret: z.enum(['utf8', 'base64', 'pem']).default('utf8'),
});

/** What the grammar cannot say: the connector gets a stub to fill in, the mock takes a hook file. */
export const customSignatureSchema = z.strictObject({
  algorithm: z.literal('custom'),
  describe: z.string().min(10).max(500),
});

export const signatureSchema = z.discriminatedUnion('algorithm', [
  hmacSchema,
  jwtSchema,
  customSignatureSchema,
]);

export const authSchema = z.strictObject({
  /** The config keys that hold credentials, in the order the venue's documentation names them. */
  credentials: z
    .array(z.enum(['api_key', 'api_secret', 'passphrase', 'account_id', 'wallet_address']))
    .min(1),
  /** Stamp or nonce, and how far it may be from the venue's clock. */
  stamp: z
    .strictObject({
      unit: timeUnitSchema,
      past: durationSchema.optional(),
      future: durationSchema.optional(),
    })
    .optional(),
  nonce: z
    .strictObject({ kind: z.enum(['rising', 'uuid', 'random_hex']), unit: timeUnitSchema.optional() })
    .optional(),
  /** Parameters that every signed request carries, added before it is signed. */
  params: parametersSchema.optional(),
  signature: signatureSchema,
  place: z.strictObject({
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'an HTTP header name'), headerValueSchema)
      .optional(),
    params: z.record(z.string().min(1).max(60), templateSchema).optional(),
  }),
  /** Known-answer signatures: `samples/vectors.json`. */
  vectors: z.literal('samples/vectors.json').optional(),
});

export type Auth = z.infer<typeof authSchema>;
export type Signature = z.infer<typeof signatureSchema>;
