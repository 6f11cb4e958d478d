import { fileURLToPath } from 'node:url';
import { loadVenue } from '../../venues/index.js';
import { describeVenue } from '../presets/generated.js';

/** The whole conformance suite for a venue that is no preset: described from its documentation, no code edited. */
export async function describeUnknown(venue: string): Promise<void> {
  await describeVenue(await loadVenue(fileURLToPath(new URL(venue, import.meta.url))));
}
