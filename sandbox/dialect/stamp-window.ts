import { milliseconds } from 'ats-runtime';
import type { Auth, TimeUnit } from '../../venues/index.js';
import { parseTime } from './times.js';
import type { SignatureVerdict } from './verify-signature.js';

/** How far a receive window of the client's may reach, ms. */
const LONGEST_WINDOW_MS = 60_000;

interface StampOptions {
  readonly unit: TimeUnit | undefined;
  readonly receiveWindowMs: number | undefined;
  readonly auth: Auth;
  readonly now: number;
  /**
   * How far the clocks of clients are behind, ms: they keep wall time while a sandbox runs N times as fast, so a
   * stamp is right that was measured at any moment since its start.
   */
  readonly clientLag: number | undefined;
}

/** `undefined` while the stamp is within the venue's window around `now`. */
export function checkStamp(
  stamp: string | undefined,
  { unit, receiveWindowMs, auth, now, clientLag = 0 }: StampOptions,
): SignatureVerdict | undefined {
  const rule = auth.stamp;
  if (rule === undefined || unit === undefined) return undefined;
  if (stamp === undefined || stamp === '')
    return { ok: false, failed: 'missing_stamp', reason: 'the request carries no timestamp' };
  const isShort = rule.short === true && unit === 'iso';
  const ms = parseTime(isShort ? `${stamp}Z` : stamp, unit);
  if (ms === undefined)
    return { ok: false, failed: 'bad_stamp', reason: `the timestamp is no time in ${unit}` };
  const past =
    receiveWindowMs === undefined
      ? rule.past && milliseconds(rule.past)
      : Math.min(receiveWindowMs, LONGEST_WINDOW_MS);
  const future = rule.future === undefined ? past : milliseconds(rule.future);
  const age = now - ms;
  // A stamp in whole seconds may be up to one of them older than the moment it was made.
  const grain = unit === 's' || isShort ? 1000 : 0;
  if (typeof past === 'number' && age > past + grain + Math.max(0, clientLag))
    return stale(`${age} ms behind the venue's clock`);
  return typeof future === 'number' && -age >= future + grain + Math.max(0, -clientLag)
    ? stale(`${-age} ms ahead of the venue's clock`)
    : undefined;
}

function stale(reason: string): SignatureVerdict {
  return { ok: false, failed: 'stale_timestamp', reason: `the timestamp is ${reason}` };
}
