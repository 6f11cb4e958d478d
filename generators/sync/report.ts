/** Why a sync had something to do. */
export type Cause = 'base' | 'templates' | 'venue.yaml';

/** What happened to a member, a top-level declaration or a whole file. */
export type ChangeKind =
  | 'added'
  | 'replaced'
  | 'removed'
  /** The signature follows the base; the body is the user's. */
  | 'signature'
  | 'renamed'
  /** Only its comment was replaced. */
  | 'doc'
  /** No longer asked for, but changed by the user: it stays. */
  | 'orphaned'
  /** `override` was put there or taken away. */
  | 'override'
  /** The user has deleted it, so it stays away, though a newer version exists. */
  | 'stays-deleted';

export interface MemberChange {
  readonly file: string;
  /** `Exchange.submitOrder`, a top-level name; absent for a whole file. */
  readonly member?: string;
  readonly change: ChangeKind;
  /** What a reader should know, such as the old name. */
  readonly note?: string;
}

/** Both sides changed the same thing. */
export interface Conflict {
  readonly file: string;
  readonly member?: string;
  readonly yours: string;
  readonly generated: string;
}

/** A member that may not type-check as it is now, and why. */
export interface Hand {
  readonly file: string;
  readonly member: string;
  readonly why: string;
}

/** How to settle a conflict: the user's stays, the generated one replaces it, or both with merge markers. */
export type ConflictChoice = 'ours' | 'theirs' | 'markers';
