import type { Endpoint, ServedEndpoint } from '../../venues/index.js';
import type { Answer } from './answer.js';

/** The answer with one row for each value of the field that tells its rows apart. */
export function distinct(answer: Answer, endpoint: Endpoint | ServedEndpoint): Answer {
  const field = 'distinct' in endpoint ? endpoint.distinct : undefined;
  if (field === undefined || !('rows' in answer)) return answer;
  const seen = new Set<unknown>();
  const rows = answer.rows.filter(({ facts }) => {
    const value = facts[field];
    return !seen.has(value) && seen.add(value);
  });
  return { ...answer, rows };
}
