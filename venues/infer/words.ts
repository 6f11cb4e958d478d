import type { OrderStatusName } from '../schema/primitives.js';

export type WordKind = 'side' | 'type' | 'status' | 'time_in_force';

/** What a venue's word means in ours; nothing where it is none of the usual ones. */
export function wordMeaning(kind: WordKind, word: string): string | undefined {
  return MEANINGS[kind][word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')];
}

/** A venue's word for an order's status → ours; nothing where a person has to say. */
export function statusMeaning(word: string): OrderStatusName | undefined {
  return STATUSES[word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')];
}

const STATUSES: Readonly<Record<string, OrderStatusName>> = {
  ...meaning(
    'PENDING',
    'new live open init created accepted pending pendingnew untriggered triggered active resting queued working submitted placed unfilled received',
  ),
  ...meaning(
    'PARTIALLY_FILLED',
    'partiallyfilled partialfilled partialfill partial partfilled partiallymatched match',
  ),
  ...meaning(
    'COMPLETED',
    'filled fullyfilled fullfill closed done completed complete executed finished matched',
  ),
  ...meaning(
    'CANCELLED',
    'canceled cancelled expired expiredinmatch partiallyfilledcanceled partialcanceled deactivated mmpcanceled voided',
  ),
  ...meaning('REJECTED', 'rejected failed denied refused'),
};

const MEANINGS: Readonly<Record<WordKind, Readonly<Record<string, string>>>> = {
  side: { ...meaning('buy', 'buy b bid 0'), ...meaning('sell', 'sell s ask a 1') },
  type: {
    ...meaning('limit', 'limit limitmaker postonly exchangelimit ord limitlimitgtc'),
    ...meaning('market', 'market exchangemarket marketmarketioc'),
  },
  status: STATUSES,
  time_in_force: {
    ...meaning('gtc', 'gtc goodtillcancelled goodtilcancelled gooduntilcancelled normal'),
    ...meaning('ioc', 'ioc immediateorcancel'),
    ...meaning('fok', 'fok fillorkill'),
    ...meaning('post_only', 'postonly poc alo'),
  },
};

function meaning<Meaning extends string>(ours: Meaning, words: string): Record<string, Meaning> {
  return Object.fromEntries(words.split(' ').map((word) => [word, ours]));
}
