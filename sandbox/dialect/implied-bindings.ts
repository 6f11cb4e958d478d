import type { Condition, VenueDescription } from '../../venues/index.js';
import type { Binding } from './template-matcher.js';

/** What is known of an order for which a condition holds, in the venue's words. */
export function impliedBindings(
  when: Condition | undefined,
  { orders }: VenueDescription,
): readonly Binding[] {
  const { sides, types, time_in_force: stays } = orders ?? {};
  const texts = (when?.replace('post_only', 'postonly').split('_') ?? []).map(
    (word): readonly [string, string | undefined] => {
      if (word === 'limit' || word === 'market') return ['type', types?.[word]];
      if (word === 'buy' || word === 'sell') return ['side', sides?.[word]];
      if (word === 'ioc' || word === 'fok') return ['time_in_force', stays?.[word]];
      return ['post_only', word === 'postonly' ? 'true' : undefined];
    },
  );
  return texts.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
}
