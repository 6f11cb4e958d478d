import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VenueError, loadVenue } from '../../venues/index.js';
import type { Finding } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';

/** S08 for each of these connectors: `venue.yaml` is valid, and every sample parses through its mapping. A connector made by hand has none. */
export async function checkVenueFiles(root: string, venues: readonly string[]): Promise<Finding[]> {
  return (await Promise.all(venues.map((venue) => checkVenueFile(root, venue)))).flat();
}

async function checkVenueFile(root: string, venue: string): Promise<Finding[]> {
  const folder = join(root, EXCHANGES, venue);
  if (!existsSync(join(folder, 'venue.yaml'))) return [];
  try {
    await loadVenue(folder);
    return [];
  } catch (error) {
    if (!(error instanceof VenueError)) throw error;
    const file = `${EXCHANGES}/${venue}/venue.yaml`;
    return error.problems.map(({ line, key, message }) => ({
      id: 'S08',
      venue,
      file,
      ...(line === undefined ? {} : { line }),
      message: key === undefined ? message : `${key}: ${message}`,
      hint: '',
    }));
  }
}
