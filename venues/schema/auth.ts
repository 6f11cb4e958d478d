import { z } from 'zod';
import { durationSchema, templateSchema, timeUnitSchema } from './primitives.js';
import { parameterSchema, parametersSchema } from './values.js';

/** A piece of what is signed: a template, a digest of further pieces, or the request's parameters as one text. */
export type PayloadPart = string | DigestPart | { readonly base64: readonly PayloadPart[] } | ParametersText;

export interface DigestPart {
  readonly digest: 'md5' | 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly of: readonly PayloadPart[];
  readonly as: 'raw' | 'hex' | 'hex_upper' | 'base64';
}

/**
 * The parameter `text_of`, or with an empty name all of them but the signature, as one text: `pair` stands between a
 * name and its value, `between` between two pairs; objects and lists inside are written likewise, one after another.
 */
export interface ParametersText {
  readonly text_of: string;
  readonly pair?: string | undefined;
  readonly between?: string | undefined;
  /** By name, unless they stand as they are sent. */
  readonly order?: 'as_sent' | undefined;
  /** Pairs that are signed among them and sent elsewhere (a stamp in a header). */
  readonly with?: Readonly<Record<string, string>> | undefined;
  /** A body is one pair of this name, as it is sent, in place of its parameters. */
  readonly body_as?: string | undefined;
}

const digestPartSchema: z.ZodType<DigestPart> = z.lazy(() =>
  z.strictObject({
    digest: z.enum(['md5', 'sha1', 'sha256', 'sha384', 'sha512']),
    of: z.array(payloadPartSchema).min(1),
    as: z.enum(['raw', 'hex', 'hex_upper', 'base64']),
  }),
);

export const payloadPartSchema: z.ZodType<PayloadPart> = z.lazy(() =>
  z.union([
    templateSchema,
    digestPartSchema,
    z.strictObject({ base64: z.array(payloadPartSchema).min(1) }),
    z
      .strictObject({
        text_of: z.string().max(60),
        pair: z.string().max(3).optional(),
        between: z.string().max(3).optional(),
        order: z.literal('as_sent').optional(),
        with: z.record(z.string().min(1).max(60), templateSchema).optional(),
        body_as: z.string().min(1).max(60).optional(),
      })
      .refine(
        (part) => part.text_of === '' || (part.with === undefined && part.body_as === undefined),
        "with and body_as beside text_of: '', which means all parameters",
      ),
  ]),
);

const headerNameSchema = z.string().regex(/^[A-Za-z0-9-]+$/, 'an HTTP header name');

/** A header's value: a template, one signed with the same secret (KuCoin's passphrase), or what is signed as base64. */
export const headerValueSchema = z.union([
  templateSchema,
  z.strictObject({ hmac: templateSchema }),
  z.strictObject({ base64: templateSchema }),
]);

export const hmacSchema = z.strictObject({
  algorithm: z.enum(['hmac-sha256', 'hmac-sha384', 'hmac-sha512', 'ed25519', 'rsa-sha256']),
  payload: z.array(payloadPartSchema).min(1),
  /** Ed25519 and RSA keys are PEM (`utf8`); of Ed25519 also the raw key, in base64 or hex. */
  secret: z.enum(['utf8', 'base64', 'hex']).default('utf8'),
  encoding: z.enum(['hex', 'base64']),
  /** Answers are signed alike, with an HMAC: in which header, and over what; `{body}` and `{content_type}` are the answer's. */
  answers: z
    .strictObject({ header: headerNameSchema, payload: z.array(payloadPartSchema).min(1) })
    .optional(),
});

export const jwtSchema = z.strictObject({
  algorithm: z.enum(['jwt-es256', 'jwt-hs256', 'jwt-hs512', 'jwt-eddsa']),
  header: parametersSchema.optional(),
  /** A digest is left out of a request without parameters. */
  claims: z.record(z.string().min(1).max(100), z.union([digestPartSchema, parameterSchema])),
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
      /** With `unit: iso`: without fraction and zone, as `2017-05-11T15:19:30`. */
      short: z.boolean().optional(),
      past: durationSchema.optional(),
      future: durationSchema.optional(),
      /** A client may name a window of its own, but none longer than this. */
      longest_window: durationSchema.optional(),
    })
    .optional(),
  nonce: z
    .strictObject({ kind: z.enum(['rising', 'uuid', 'random_hex']), unit: timeUnitSchema.optional() })
    .optional(),
  /** Parameters that every signed request carries, added before it is signed. */
  params: parametersSchema.optional(),
  /** `params` and `place.params` go into the query, also where a request's own parameters are its body. */
  params_in: z.literal('query').optional(),
  signature: signatureSchema,
  /** Where the result goes; a custom signature's function says it itself. */
  place: z
    .strictObject({
      headers: z.record(headerNameSchema, headerValueSchema).optional(),
      /** The request's parameters travel in this header, as the base64 of their JSON, and the body stays empty. */
      payload_header: headerNameSchema.optional(),
      params: z.record(z.string().min(1).max(60), templateSchema).optional(),
    })
    .default({}),
  /** Known-answer signatures: `samples/vectors.json`. */
  vectors: z.literal('samples/vectors.json').optional(),
});

export type Auth = z.infer<typeof authSchema>;
export type Signature = z.infer<typeof signatureSchema>;
