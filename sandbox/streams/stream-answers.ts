import type { VenueDescription } from '../../venues/index.js';
import { lacksMembers, matchMessage } from './match-message.js';
import { renderMessage } from './render-message.js';

/** What the venue says to a message that changes nothing; `undefined` where it is none of those. */
export function answerTo({ stream_answers: answers }: VenueDescription, message: unknown): unknown {
  for (const { send, expect } of answers) {
    const match = lacksMembers(send, message) ? undefined : matchMessage(send, message, NOTHING_FREE);
    const [bound] = match?.matches ?? [];
    if (bound !== undefined) return renderMessage(expect, (name) => bound.get(name)?.text);
  }
  return undefined;
}

const NOTHING_FREE: ReadonlySet<string> = new Set();
