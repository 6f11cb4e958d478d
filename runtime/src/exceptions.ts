/** What every ATS exception tells: a stable code, the cause, and whether trying again can help. */
export interface ExceptionDetails {
  readonly cause?: unknown;
  readonly retryable?: boolean;
}

/** The root of everything this package throws on purpose. */
export abstract class AtsException extends Error {
  /** Stable, machine-readable; never changes with the wording of the message. */
  abstract readonly code: string;
  /** True where the same call may succeed later without a change by the caller. */
  readonly retryable: boolean;

  constructor(message: string, details: ExceptionDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.retryable = details.retryable ?? false;
  }
}

/** The configuration is not usable; the message names every key that is wrong, never a value of a credential. */
export class ConfigValidationException extends AtsException {
  override readonly code: string = 'CONFIG_INVALID';
}

/** The namespace of the configuration leads to no exchange. */
export class NamespaceNotFoundException extends ConfigValidationException {
  override readonly code: string = 'NAMESPACE_NOT_FOUND';
}

/** The venue cannot be reached, or refuses the connection or the credentials. */
export class ExchangeConnectionException extends AtsException {
  override readonly code: string = 'CONNECTION_FAILED';
}

/** A method that needs a connection was called without one. */
export class NotConnectedException extends ExchangeConnectionException {
  override readonly code: string = 'NOT_CONNECTED';
}

/** No answer, or none in full: a refused or broken connection, a name that does not resolve, a failed TLS handshake. */
export class NetworkException extends ExchangeConnectionException {
  override readonly code: string = 'NETWORK_FAILED';
  /** False where certainly nothing was sent; true where the venue may have acted on the request. */
  readonly outcomeUnknown: boolean;

  constructor(message: string, details: ExceptionDetails & { readonly outcomeUnknown: boolean }) {
    super(message, { retryable: true, ...details });
    this.outcomeUnknown = details.outcomeUnknown;
  }
}

/** The answer did not come in time; the venue may have acted on the request all the same. */
export class RequestTimeoutException extends NetworkException {
  override readonly code: string = 'REQUEST_TIMEOUT';
}

/** What a venue's error means, whatever its spelling. */
export type VenueFailureKind =
  | 'insufficient-balance'
  | 'order-not-found'
  | 'duplicate-order'
  | 'clock-skew'
  | 'rate-limit'
  | 'credentials'
  | 'permission'
  | 'unknown-symbol'
  | 'invalid-order'
  | 'maintenance'
  | 'unavailable'
  | 'other';

export interface VenueFailureDetails extends ExceptionDetails {
  readonly kind: VenueFailureKind;
  /** HTTP status; 0 where the error came in a stream frame. */
  readonly status: number;
  /** The venue's own code and words; empty where it gave none. */
  readonly venueCode: string;
  readonly venueMessage: string;
  /** How long the venue asked to be left alone. */
  readonly retryAfterMs?: number | undefined;
  readonly outcomeUnknown?: boolean;
}

/** The venue answered with an error. */
export class VenueException extends ExchangeConnectionException {
  override readonly code: string = 'VENUE_ERROR';
  readonly kind: VenueFailureKind;
  readonly status: number;
  readonly venueCode: string;
  readonly venueMessage: string;
  readonly retryAfterMs: number | undefined;
  /** True where the venue may have acted before it failed, or before it pointed elsewhere: 5xx, 408, 3xx. */
  readonly outcomeUnknown: boolean;

  constructor(message: string, details: VenueFailureDetails) {
    super(message, { retryable: RETRYABLE_KINDS.has(details.kind), ...details });
    this.kind = details.kind;
    this.status = details.status;
    this.venueCode = details.venueCode;
    this.venueMessage = details.venueMessage;
    this.retryAfterMs = details.retryAfterMs;
    this.outcomeUnknown =
      details.outcomeUnknown ?? (isUnknownStatus(details.status) || details.kind === 'unavailable');
  }
}

/** 408: Binance, among others, says so where its own back end did not answer in time. */
function isUnknownStatus(status: number): boolean {
  return status >= 500 || status === 408 || (status >= 300 && status < 400);
}

const RETRYABLE_KINDS: ReadonlySet<VenueFailureKind> = new Set([
  'clock-skew',
  'rate-limit',
  'maintenance',
  'unavailable',
]);

/**
 * The venue answered something that is not its documented answer (HTML, truncated JSON, a missing field).
 * Whether it acted on the request is not known.
 */
export class MalformedAnswerException extends AtsException {
  override readonly code: string = 'ANSWER_MALFORMED';
  readonly outcomeUnknown = true;
}

/** The order did not reach the venue's book, and that is certain. */
export class OrderNotSubmittedException extends AtsException {
  override readonly code: string = 'ORDER_NOT_SUBMITTED';
}

/** The order cannot be sent as it is; nothing was sent. `field` names the part of the order that is wrong. */
export class InvalidOrderSubmissionException extends OrderNotSubmittedException {
  override readonly code: string = 'ORDER_INVALID';
  readonly field: string;

  constructor(field: string, message: string, details: ExceptionDetails = {}) {
    super(`${field}: ${message}`, details);
    this.field = field;
  }
}

/** The account does not hold what the order needs. */
export class InsufficientBalanceException extends OrderNotSubmittedException {
  override readonly code: string = 'INSUFFICIENT_BALANCE';
}

/** The order cannot be cancelled, and that is certain: the venue does not know it as open. */
export class OrderNotCancelledException extends AtsException {
  override readonly code: string = 'ORDER_NOT_CANCELLED';
}

/** The venue does not know the order. */
export class OrderNotFoundException extends AtsException {
  override readonly code: string = 'ORDER_NOT_FOUND';
}

/** The wallet has no entry for the asset. */
export class NoWalletAssetFoundException extends AtsException {
  override readonly code: string = 'WALLET_ASSET_NOT_FOUND';
}

/** The member is a stub that still waits for its body. */
export class NotImplementedException extends AtsException {
  override readonly code: string = 'NOT_IMPLEMENTED';
}

/** This kind of exchange does not offer the operation (trading on a data feed, say). */
export class NotSupportedException extends AtsException {
  override readonly code: string = 'NOT_SUPPORTED';
}
