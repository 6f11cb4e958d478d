import type { Edit } from '../contract/edits.js';

/** What a change of the base comes to for one declaration. */
export interface SignatureRewrite {
  readonly edits: readonly Edit[];
  /** Why the member may not type-check now. */
  readonly hands: readonly string[];
}
