import { UserError } from '../cli/errors.js';
import { suggestion } from '../naming/suggestion.js';
import { EXCHANGES, connectorNames } from './find.js';

/** The connectors that were asked for, or all. A `UserError` names the nearest for one that does not exist. */
export function chooseConnectors(root: string, asked: readonly string[]): string[] {
  const known = connectorNames(root);
  for (const name of asked) {
    if (!known.includes(name)) {
      throw new UserError(`no connector ${JSON.stringify(name)} in ${EXCHANGES}; ${suggestion(name, known)}`);
    }
  }
  return asked.length === 0 ? known : [...new Set(asked)];
}
