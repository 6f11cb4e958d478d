import { createSandbox, loadPreset, type LoadedVenue, type Sandbox } from '../../sandbox/index.js';
import { isRecord } from '../../venues/index.js';

export type Sent = Readonly<Record<string, unknown>>;

/** A mock of a preset whose signatures are not checked, and which has no limits unless asked for: for what requests say. */
export async function unsignedSandbox(preset: string, { limits = false } = {}): Promise<Sandbox> {
  const venue = unsigned(await loadPreset(preset));
  if (limits) return createSandbox({ venue, calm: true });
  return createSandbox({
    venue: { ...venue, description: { ...venue.description, limits: [] } },
    calm: true,
  });
}

/** The venue with a signature that is not checked. */
function unsigned(venue: LoadedVenue): LoadedVenue {
  const { auth } = venue.description;
  if (auth === undefined) return venue;
  const signature = { algorithm: 'custom', describe: 'any signature will do' } as const;
  return { ...venue, description: { ...venue.description, auth: { ...auth, signature } } };
}

export interface Told {
  readonly status: number;
  readonly document: unknown;
  readonly headers: Headers;
}

/** Asks for `POST /path`; parameters are the query, or with `encode` the body. */
export async function ask(
  sandbox: Sandbox,
  line: string,
  sent: Sent = {},
  encode: 'query' | 'form' | 'json' = 'query',
): Promise<Told> {
  const [method = 'GET', path = '/'] = line.split(' ');
  const query = encode === 'query' && Object.keys(sent).length > 0 ? `?${formOf(sent)}` : '';
  const body = encode === 'json' ? JSON.stringify(sent) : formOf(sent);
  const answer = await fetch(`${sandbox.rest}${path}${query}`, {
    method,
    ...(encode === 'query' ? {} : { body }),
  });
  const document: unknown = await answer.json();
  return { status: answer.status, document, headers: answer.headers };
}

export function formOf(sent: Sent): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(sent)) params.set(name, String(value));
  return params.toString();
}

/** The rows of a list, or of a map with its keys for ids. */
export function rowsOf(value: unknown): readonly Sent[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value)
    ? Object.entries(value).map(([key, row]) => ({ key, ...(isRecord(row) ? row : {}) }))
    : [];
}
