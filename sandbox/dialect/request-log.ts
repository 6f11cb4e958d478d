import type { SeeminglySigned } from './explain-signature.js';
import type { SignatureVerdict } from './verify-signature.js';
import { headerTexts, type WireHeaders, type WireReply, type WireRequest } from './wire.js';

/** One request as the sandbox saw it; credentials are masked. */
export interface LoggedRequest {
  readonly id: number;
  /** Virtual time of arrival, ms. */
  readonly at: number;
  /** An HTTP method, or `SOCKET` for a message on a private stream. */
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The endpoint's name in the description, or its request line; absent where the venue has none there. */
  readonly endpoint?: string | undefined;
  /** Absent until answered, and for requests that never are. */
  readonly status?: number | undefined;
  readonly answer?: string | undefined;
  /** Why it was refused, in our words. */
  readonly detail?: string | undefined;
  readonly signature?: LoggedSignature | undefined;
  /** The kinds of the faults that struck it. */
  readonly faults: readonly string[];
}

interface LoggedSignature {
  readonly ok: boolean;
  /** What the venue would have signed. */
  readonly expectedPayload?: string | undefined;
  readonly reason?: string | undefined;
  /** What the client seems to have signed instead, and how that differs; absent where no usual mistake explains it. */
  readonly seeminglySigned?: SeeminglySigned | undefined;
}

/** What is noted while a request is on its way; read, it masks itself. */
export class RequestEntry implements LoggedRequest {
  readonly id: number;
  readonly at: number;
  readonly method: string;
  readonly #path: string;
  readonly #query: string;
  readonly #headers: WireHeaders;
  readonly #text: string;
  readonly #mask: (text: string) => string;
  endpoint?: string | undefined;
  detail?: string | undefined;
  verdict?: SignatureVerdict | undefined;
  faults: readonly string[] = NO_FAULTS;
  #status: number | undefined;
  #answer: string | undefined;
  #signature: LoggedSignature | undefined;

  constructor(request: WireRequest, mask: (text: string) => string) {
    const { body, text } = request;
    this.id = request.id;
    this.at = request.at;
    this.method = request.method;
    this.#path = request.path;
    this.#query = request.query;
    this.#headers = request.headers;
    // The whole text of a long one would be kept for its beginning.
    this.#text = body.length > BODY_KEPT ? body.toString('utf8', 0, BODY_KEPT) : text;
    this.#mask = mask;
  }

  get path(): string {
    return this.#mask(this.#path);
  }

  get query(): string {
    return this.#mask(this.#query);
  }

  get headers(): Readonly<Record<string, string>> {
    const texts = Object.entries(headerTexts({ headers: this.#headers }));
    return Object.fromEntries(texts.map(([name, value]) => [name, this.#mask(value)]));
  }

  get body(): string {
    return this.#mask(this.#text);
  }

  get status(): number | undefined {
    return this.#status;
  }

  get answer(): string | undefined {
    return this.#answer === undefined ? undefined : this.#mask(this.#answer.slice(0, BODY_KEPT));
  }

  answered({ status, body }: Pick<WireReply, 'status' | 'body'>): void {
    this.#status = status;
    this.#answer = body;
  }

  get signature(): LoggedSignature | undefined {
    if (this.verdict === undefined) return undefined;
    this.#signature ??= this.#signatureOf(this.verdict);
    return this.#signature;
  }

  #signatureOf({ ok, expectedPayload, reason, explain }: SignatureVerdict): LoggedSignature {
    const seeming = explain?.();
    return {
      ok,
      reason,
      expectedPayload: expectedPayload === undefined ? undefined : this.#mask(expectedPayload),
      seeminglySigned:
        seeming === undefined ? undefined : { ...seeming, payload: this.#mask(seeming.payload) },
    };
  }

  toJSON(): LoggedRequest {
    const {
      id,
      at,
      method,
      path,
      query,
      headers,
      body,
      endpoint,
      status,
      answer,
      detail,
      signature,
      faults,
    } = this;
    return {
      id,
      at,
      method,
      path,
      query,
      headers,
      body,
      endpoint,
      status,
      answer,
      detail,
      signature,
      faults,
    };
  }
}

/** The last requests, oldest first. */
export class RequestLog {
  readonly #entries: RequestEntry[] = [];
  #lastId = 0;

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  add(entry: RequestEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 2 * ENTRIES_KEPT) this.#entries.splice(0, this.#entries.length - ENTRIES_KEPT);
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }
}

const NO_FAULTS: readonly string[] = [];
const ENTRIES_KEPT = 10_000;
const BODY_KEPT = 64 * 1024;
