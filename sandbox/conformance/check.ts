import type { VenueDescription } from '../../venues/index.js';
import type { CheckContext } from './context.js';

type CheckGroup =
  | 'static'
  | 'configuration'
  | 'lifecycle'
  | 'candles'
  | 'orders'
  | 'wallet and fees'
  | 'limits'
  | 'security'
  | 'state and resources';

/** One promise of a connector, and how it is put to the proof. */
export interface Check {
  /** Stable: `O21`. */
  readonly id: string;
  readonly group: CheckGroup;
  readonly title: string;
  /** Why it matters to whoever trades with the connector. */
  readonly why: string;
  /** Where to look first when it fails. */
  readonly hint: string;
  /** `true`, or why this venue has nothing to check here. */
  readonly applies: (venue: VenueDescription) => true | string;
  /** It proves something only where the mock exchange can tell a good signature from a bad one. */
  readonly restsOnProof?: true;
  /** Resolves when the promise is kept; throws otherwise, a CheckFailure where it can say what was expected. */
  readonly run: (context: CheckContext) => Promise<void>;
}
