import type { VenueDescription } from '../../../../venues/index.js';
import { toCredentials, toEvery } from '../../applies.js';
import type { Check } from '../../check.js';
import type { CheckContext } from '../../context.js';
import { demand } from '../../failure.js';
import { configRefusal } from '../../config-refusal.js';

export const C01: Check = {
  id: 'C01',
  group: 'configuration',
  title: 'each missing key is refused by name',
  why: 'A typo in a configuration should cost a minute, not an evening.',
  hint: 'Name every key that must be there in validateConfig: this.checkConfig({ api_key: "secret", … }).',
  applies: toEvery,
  run: async (context) => {
    for (const key of requiredKeys(context)) {
      const message = await configRefusal(context, { [key]: undefined });
      demand(message.includes(key), `a message that names ${key}, which is missing`, message);
    }
  },
};

export const C02: Check = {
  id: 'C02',
  group: 'configuration',
  title: 'all faults are told in one message',
  why: 'One fault a run makes three runs of three faults.',
  hint: 'Call this.checkConfig once, with every key.',
  applies: toCredentials,
  run: async (context) => {
    const keys = requiredKeys(context);
    const message = await configRefusal(context, Object.fromEntries(keys.map((key) => [key, undefined])));
    const unnamed = keys.filter((key) => !message.includes(key));
    demand(unnamed.length === 0, `one message that names ${keys.join(', ')}`, message);
  },
};

function requiredKeys(context: CheckContext): readonly string[] {
  return ['symbol', ...credentialKeys(context.venue.description)];
}

function credentialKeys(venue: VenueDescription): readonly string[] {
  return toCredentials(venue) === true ? (venue.auth?.credentials ?? []) : [];
}
