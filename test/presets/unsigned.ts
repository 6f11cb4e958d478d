import type { LoadedVenue } from '../../sandbox/index.js';

/** The venue with a signature that is not checked: for tests that are about something else. */
export function unsigned(venue: LoadedVenue): LoadedVenue {
  const { auth } = venue.description;
  if (auth === undefined) return venue;
  const signature = { algorithm: 'custom', describe: 'any signature will do' } as const;
  return { ...venue, description: { ...venue.description, auth: { ...auth, signature } } };
}
