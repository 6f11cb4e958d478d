import {
  AtsException,
  InsufficientBalanceException,
  MalformedAnswerException,
  NetworkException,
  OrderNotSubmittedException,
  VenueException,
} from '../exceptions.js';

/**
 * True where the venue may have acted on the request although it failed. Only what is certain counts as
 * certain: a failure of a kind nobody thought of leaves the outcome unknown.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  if (error instanceof VenueException) {
    // "I have that already" and "I do not know that" say nothing sure about an order that was just sent.
    return error.outcomeUnknown || error.kind === 'duplicate-order' || error.kind === 'order-not-found';
  }
  if (error instanceof NetworkException) return error.outcomeUnknown;
  return !(error instanceof AtsException) || error instanceof MalformedAnswerException;
}

/** What the caller of `submitOrder` gets for an order that is certainly not at the venue. */
export function submissionException(error: unknown): OrderNotSubmittedException {
  if (error instanceof OrderNotSubmittedException) return error;
  if (error instanceof VenueException && error.kind === 'insufficient-balance') {
    return new InsufficientBalanceException(failureReason(error), { cause: error });
  }
  const retryable = error instanceof AtsException && error.retryable;
  return new OrderNotSubmittedException(failureReason(error), { cause: error, retryable });
}

/** The venue's words where there are any. */
export function failureReason(error: unknown): string {
  if (error instanceof VenueException && error.venueMessage !== '') return error.venueMessage;
  return error instanceof Error ? error.message : String(error);
}
