import { privateStreamToken, type LoadedVenue } from '../../venues/index.js';
import type { TokenEnd } from '../dialect/stream-tokens.js';
import type { StreamConnection } from './connection.js';
import { stampMatch } from './render-message.js';

/** What becomes of a connection whose token has ended; returns whether it is served no longer but stays open. */
export function endToken(venue: LoadedVenue, connection: StreamConnection, why: TokenEnd): boolean {
  const { expired, at_expiry: then = 'closed' } = privateStreamToken(venue.description) ?? {};
  if (why === 'expired' && then === 'stays') return false;
  connection.account = undefined;
  connection.token = undefined;
  if (why === 'expired' && expired !== undefined)
    connection.sendControl(stampMatch(venue.samples.get(expired.sample), expired.match, () => undefined));
  if (why === 'expired' && then === 'silent') return true;
  connection.close(NORMAL_CLOSURE, `the token was ${why}`);
  return false;
}

/** RFC 6455, 7.4.1. */
const NORMAL_CLOSURE = 1000;
