import { bindParameters, type Conditions } from './bind-parameters.js';
import type { KeyHolder } from './credentials.js';
import type { RequestValues } from './request-values.js';
import { pathBindings, type Route } from './routes.js';
import type { WireRequest } from './wire.js';

/** Whether the account that a request names, on its path or among its parameters, is that of its key. */
export function namesOwnAccount(
  { path }: WireRequest,
  { values }: RequestValues,
  route: Route,
  holder: KeyHolder | undefined,
): boolean {
  const own = holder?.credentials['account_id'];
  if (own === undefined) return true;
  const bound = bindParameters([route.endpoint.params], values, () => ANY_ORDER);
  const named = [...bound.values(), ...pathBindings(route, path)].filter(({ name }) => name === 'account_id');
  return named.every(({ text }) => text === own);
}

const ANY_ORDER: Conditions = { holds: () => true, implied: () => [] };
