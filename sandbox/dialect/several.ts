import { isRecord, readPath } from '../../venues/index.js';
import type { Route } from './routes.js';
import { isTemplateList } from './template-kinds.js';
import { copy, replaceAt } from './write-rows.js';

type Given = Readonly<Record<string, unknown>>;

/** One request for each that stands in a list, and for each value of a list that the description says by a list of two. */
export function oneByOne(given: Given, { endpoint }: Route): readonly Given[] {
  const several = 'several' in endpoint ? endpoint.several : undefined;
  if (several !== undefined) {
    const list = readPath(given, several);
    const requests: readonly unknown[] = Array.isArray(list) ? list : [];
    if (several.includes('.')) return requests.map((request) => withOne(given, several, request));
    const { [several]: _, ...shared } = given;
    return requests.map((request) => ({ ...shared, ...(isRecord(request) ? request : {}) }));
  }
  const { params } = endpoint;
  for (const name in params) {
    const template = params[name];
    const values: unknown = given[name];
    if (Array.isArray(values) && template !== undefined && isTemplateList(template) && template.length > 1)
      return values.map((value: unknown) => ({ ...given, [name]: [value] }));
  }
  return [given];
}

/** The request with one alone in the list. */
function withOne(given: Given, path: string, request: unknown): Given {
  const alone = replaceAt(copy(given), path, [request]);
  return isRecord(alone) ? alone : given;
}
