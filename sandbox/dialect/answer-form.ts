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
  if (form === undefined) return document;
  if (Array.isArray(document)) return document.map((row) => inForm(row, inside('*', form.drops ?? [])));
  if (!isRecord(document)) return document;
  const { keeps, drops = [] } = form;
  return Object.fromEntries(
    Object.entries(document).flatMap(([name, value]) =>
      (keeps === undefined || keeps.includes(name)) && !drops.includes(name)
        ? [[name, inForm(value, inside(name, drops))]]
        : [],
    ),
  );
}

/** What is left out inside a member: of `result.txid` in `result` it is `txid`; `*` is any member, or each row. */
function inside(name: string, drops: readonly string[]): Form | undefined {
  const own = drops.flatMap((path) => {
    const [first = '', ...rest] = path.split('.');
    return rest.length > 0 && (first === name || first === '*') ? [rest.join('.')] : [];
  });
  return own.length === 0 ? undefined : { when: {}, drops: own };
}
