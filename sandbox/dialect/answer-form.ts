import { isRecord, type Endpoint, type ServedEndpoint } from '../../venues/index.js';
import { holds } from './request-rules.js';

export type Form = NonNullable<Endpoint['forms']>[number];

/** The form that a request's parameters ask for; `undefined`: the whole answer. */
export function askedForm(
  { forms }: Endpoint | ServedEndpoint,
  given: Readonly<Record<string, unknown>>,
): Form | undefined {
  return forms?.find(({ when }) => holds(when, given));
}

/** The answer in a form: without what the description leaves out of it. */
export function inForm(document: unknown, form: Form | undefined): unknown {
  if (form === undefined || !isRecord(document)) return document;
  const { keeps, drops = [] } = form;
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, value]) =>
      (keeps === undefined || keeps.includes(name)) && !drops.includes(name)
        ? [[name, inForm(value, inside(name, drops))]]
        : [],
    ),
  );
}

/** What is left out inside a member: of `result.txid` in `result` it is `txid`. */
function inside(name: string, drops: readonly string[]): Form | undefined {
  const own = drops.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
  return own.length === 0 ? undefined : { when: {}, drops: own };
}
