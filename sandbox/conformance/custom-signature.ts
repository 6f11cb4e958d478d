import type { LoadedVenue } from '../../venues/index.js';
import { loadHooks } from '../hooks.js';
import type { Check } from './check.js';
import { readSources } from './sources.js';

/**
 * What a connector with a `custom` signature lacks, check by check: why one cannot be run, or undefined where it can.
 * Until somebody has written the signature nothing that talks to the venue can be proved, and S04 fails for it;
 * without a hook the mock exchange takes every signature for good, so nothing that rests on its verdict is proved.
 */
export async function customSignatureGaps(
  venue: LoadedVenue,
  folder: string,
): Promise<(check: Check) => string | undefined> {
  const { kind, auth } = venue.description;
  if (kind !== 'live' || auth?.signature.algorithm !== 'custom') return () => undefined;
  const stub = await stubIn(folder);
  const isVerified = (await loadHooks(venue)).verifySignature !== undefined;
  return ({ group, restsOnProof }) => {
    if (stub !== undefined && !WITHOUT_VENUE.includes(group))
      return `rests on signRequest, which is still a stub in ${stub}`;
    return restsOnProof === true && !isVerified ? NO_HOOK : undefined;
  };
}

const WITHOUT_VENUE: readonly Check['group'][] = ['static', 'configuration'];

const NO_HOOK =
  'the mock takes any custom signature for good: sandbox.hooks names no module with verifySignature';

/** The file in which the signature waits to be written. */
async function stubIn(folder: string): Promise<string | undefined> {
  const { files } = await readSources(folder);
  const found = [...files].find(
    ([, text]) => /\bfunction signRequest\b/.test(text) && /\bnew NotImplementedException\b/.test(text),
  );
  return found?.[0];
}
