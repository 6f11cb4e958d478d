import { ERROR_KINDS, type ErrorCase } from './words.js';
import type { VenueDescription } from './schema/venue.js';
import type { Finding } from './problem.js';

/** Each case is told apart by its code and words: what it answers means its own kind, not another case's. */
export function errorCases({ errors }: VenueDescription): readonly Finding[] {
  const { ok = [] } = errors.answer;
  const known = CASES.flatMap((name) => {
    const described = errors.cases[name];
    const isTold = described !== undefined && !ok.includes(String(described.code));
    return isTold ? [{ ...described, name, code: String(described.code) }] : [];
  });
  return known.flatMap(({ name, code, message }): readonly Finding[] => {
    const words = message.toLowerCase();
    const sharing = known.filter((other) => other.code === code);
    const said = sharing
      .filter(({ match }) => match !== undefined && words.includes(match.toLowerCase()))
      .toSorted((a, b) => (b.match?.length ?? 0) - (a.match?.length ?? 0));
    const meant = said[0] ?? sharing.find(({ match }) => match === undefined);
    if (meant === undefined || ERROR_KINDS[meant.name] === ERROR_KINDS[name]) return [];
    // A venue may itself say the same of both.
    if (meant.message === message) return [];
    const what = `its code and words are taken for ${meant.name} (${ERROR_KINDS[meant.name]})`;
    return [[['errors', 'cases', name], `${what}; give it a match that is longer, a part of its message`]];
  });
}

const CASES = Object.keys(ERROR_KINDS).filter(
  (name): name is ErrorCase => name in ERROR_KINDS && name !== 'not_found' && name !== 'internal',
);
