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
  /** Lower-case names; of a header sent twice the values are joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The longest request body that is read, bytes. */
export const BODY_LIMIT = 1024 * 1024;
