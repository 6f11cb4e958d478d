import { isRecord, readPath, type ParameterValue } from '../../venues/index.js';
import type { Answer, AnswerOfOne } from './answer.js';
import type { Route } from './routes.js';
import { isTemplateList } from './template-kinds.js';
import { templateMatcher } from './template-matcher.js';
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
  const listed = listedNames(endpoint).find((name) => valuesIn(given[name]).length > 1);
  if (listed !== undefined) return valuesIn(given[listed]).map((value) => ({ ...given, [listed]: value }));
  for (const name in params) {
    const template = params[name];
    const values: unknown = given[name];
    if (Array.isArray(values) && template !== undefined && isTemplateList(template) && template.length > 1)
      return values.map((value: unknown) => ({ ...given, [name]: [value] }));
  }
  return [given];
}

/** Parameters whose text may have several values. */
function listedNames(endpoint: Route['endpoint']): readonly string[] {
  const known = listedOf.get(endpoint);
  if (known !== undefined) return known;
  const names = Object.entries({ ...endpoint.params, ...endpoint.accepts })
    .filter(([, template]) => isListed(template))
    .map(([name]) => name);
  listedOf.set(endpoint, names);
  return names;
}

const listedOf = new WeakMap<Route['endpoint'], readonly string[]>();

function isListed(template: ParameterValue): boolean {
  return (
    typeof template === 'string' &&
    templateMatcher(template).placeholders.some(({ filter }) => filter === 'list')
  );
}

/** What stands between a text's commas. */
export function valuesIn(text: unknown): readonly string[] {
  return typeof text === 'string' && text.includes(',') ? text.split(',').map((value) => value.trim()) : [];
}

/** The request with one alone in the list. */
function withOne(given: Given, path: string, request: unknown): Given {
  const alone = replaceAt(copy(given), path, [request]);
  return isRecord(alone) ? alone : given;
}

/**
 * One answer to several requests. Where the venue does not tell of each, one that failed is the answer to all of them;
 * what it leaves out has no part in it unless nothing else is there.
 */
export function together(
  answers: readonly Answer[],
  requests: readonly Given[],
  { endpoint }: Route,
): Answer {
  const failedRows = 'failed_rows' in endpoint ? endpoint.failed_rows : undefined;
  const [first] = answers;
  const failure = answers.find((answer) => 'refused' in answer);
  if (failedRows === 'left_out') {
    const done = answers.filter((answer) => !('refused' in answer));
    return failure === undefined || done.length > 0 ? joined(done) : failure;
  }
  if (failedRows !== undefined)
    return { each: answers.flatMap((one, index) => oneOfSeveral(one, requests[index])) };
  if (first !== undefined && answers.length === 1) return first;
  return failure ?? joined(answers);
}

function oneOfSeveral(answer: Answer, given: Given = {}): readonly AnswerOfOne[] {
  if ('refused' in answer) return [{ ...answer, given }];
  return 'rows' in answer ? [answer] : [];
}

function joined(answers: readonly Answer[]): Answer {
  const [first] = answers;
  if (answers.some((answer) => 'sample' in answer)) return { sample: true };
  const rows = answers.flatMap((answer) => ('rows' in answer ? answer.rows : []));
  return first !== undefined && 'rows' in first ? { ...first, rows } : { rows };
}
