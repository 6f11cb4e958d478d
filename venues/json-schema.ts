import { z } from 'zod';
import { venueSchema } from './schema/venue.js';

/** The grammar as JSON Schema, so that editors complete and check a `venue.yaml`. */
export function venueJsonSchema(): unknown {
  return {
    title: 'Venue description',
    description:
      'What differs between trading venues: the source of a connector, its mock exchange and its conformance checks.',
    ...z.toJSONSchema(venueSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' }),
  };
}
