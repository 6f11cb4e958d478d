import { isRecord, type Endpoint, type ServedEndpoint } from '../../venues/index.js';
import { holds } from './request-rules.js';

/** The answer in the form that the request's parameters ask for: whole, or without what the description leaves out. */
export function inForm(
  document: unknown,
  { forms = [] }: Endpoint | ServedEndpoint,
  given: Readonly<Record<string, unknown>>,
): unknown {
  if (forms.length === 0 || !isRecord(document)) return document;
  const form = forms.find(({ when }) => holds(when, given));
  if (form === undefined) return document;
  const { keeps, drops = [] } = form;
  return Object.fromEntries(
    Object.entries(document).filter(
      ([name]) => (keeps === undefined || keeps.includes(name)) && !drops.includes(name),
    ),
  );
}
