import type { Route } from './routes.js';
import { isTemplateList } from './template-kinds.js';

type Given = Readonly<Record<string, unknown>>;

/** One request for each value of a list, where the description says by a list of two that several may come. */
export function oneByOne(given: Given, { endpoint }: Route): readonly Given[] {
  for (const [name, template] of Object.entries(endpoint.params ?? {})) {
    const values: unknown = given[name];
    if (isTemplateList(template) && template.length > 1 && Array.isArray(values))
      return values.map((value: unknown) => ({ ...given, [name]: [value] }));
  }
  return [given];
}
