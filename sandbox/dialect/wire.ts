/** A request as it came over the wire; nothing decoded, so that signatures can be proved over its own bytes. */
export interface WireRequest {
  /** Rising by one with every request of the sandbox. */
  readonly id: number;
  /** Virtual time of arrival, ms. */
  readonly at: number;
  readonly method: string;
  /** The Host header's value. */
  readonly host: string;
  /** As sent: percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** By lower-case name, as node:http reads them. */
  readonly headers: WireHeaders;
  readonly body: Buffer;
  /** The body read as UTF-8. */
  readonly text: string;
}

export type WireHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A header's value; of one sent several times the values are joined by a comma. */
export function headerOf({ headers }: Pick<WireRequest, 'headers'>, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return typeof value === 'string' ? value : value?.join(', ');
}

/** All headers, each with one text. */
export function headerTexts(request: Pick<WireRequest, 'headers'>): Record<string, string> {
  const names = Object.keys(request.headers);
  return Object.fromEntries(names.map((name) => [name, headerOf(request, name) ?? '']));
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The longest request body that is read, bytes. */
export const BODY_LIMIT = 1024 * 1024;
