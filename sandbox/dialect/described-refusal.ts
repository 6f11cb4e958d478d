import type { ErrorCase, VenueDescription } from '../../venues/index.js';

interface DescribedRefusal {
  readonly status: number;
  readonly code: string | number;
  readonly message: string;
  /** The answer's shape. */
  readonly sample: string;
}

/** What the venue says in a case; one that the description does not list is told as the nearest that it does. */
export function describedRefusal(
  wanted: ErrorCase,
  { cases, sample }: VenueDescription['errors'],
): DescribedRefusal {
  const found = [wanted, ...(FALLBACKS[wanted] ?? []), 'bad_parameter', 'internal'] as const;
  const described = found.map((name) => cases[name]).find((one) => one !== undefined);
  return {
    status: described?.status ?? DEFAULT_STATUS[wanted] ?? 400,
    code: described?.code ?? wanted,
    message: described?.message ?? wanted.replaceAll('_', ' '),
    sample: described?.sample ?? sample,
  };
}

const FALLBACKS: Partial<Record<ErrorCase, readonly ErrorCase[]>> = {
  bad_passphrase: ['bad_key', 'bad_signature'],
  missing_key: ['bad_key', 'bad_signature'],
  missing_signature: ['missing_parameter'],
  missing_stamp: ['missing_parameter'],
  missing_passphrase: ['bad_passphrase', 'bad_key', 'bad_signature'],
  bad_account: ['bad_key', 'bad_signature'],
  bad_key: ['bad_signature'],
  missing_permission: ['bad_key'],
  replayed_nonce: ['stale_timestamp', 'bad_signature'],
  stale_timestamp: ['bad_signature'],
  missing_parameter: ['bad_parameter'],
  unknown_asset: ['not_found'],
  size_precision: ['below_minimum_size'],
  not_fillable: ['would_cross'],
  unmatched: ['not_fillable', 'would_cross'],
  unknown_parameter: ['unwanted_parameter'],
  below_minimum_notional: ['below_minimum_size'],
  above_maximum_size: ['size_precision'],
  get_unknown_order: ['cancel_unknown_order'],
  cancel_unknown_order: ['get_unknown_order'],
  cancel_filled_order: ['cancel_unknown_order', 'get_unknown_order'],
  cancel_cancelled_order: ['cancel_unknown_order', 'get_unknown_order'],
  amend_unknown_order: ['cancel_unknown_order', 'get_unknown_order'],
  unknown_stream_token: ['not_found'],
  not_logged_in: ['bad_signature'],
  maintenance: ['internal'],
};

const DEFAULT_STATUS: Partial<Record<ErrorCase, number>> = {
  rate_limit: 429,
  internal: 500,
  maintenance: 503,
  not_found: 404,
  bad_key: 401,
  bad_signature: 401,
};
