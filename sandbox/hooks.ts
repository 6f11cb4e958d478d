import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRecord, type ErrorCase, type LoadedVenue } from '../venues/index.js';

/** A request as a hook sees it. */
export interface HookRequest {
  readonly method: string;
  readonly host: string;
  /** As sent, percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The endpoint's name in the description, or its request line. */
  readonly endpoint: string;
  /** The venue's time, ms. */
  readonly now: number;
}

export interface HookVerdict {
  readonly ok: boolean;
  /** Whose request it is: one of the given credentials' `api_key` (or `wallet_address`). */
  readonly apiKey?: string;
  /** The stamp and nonce that were signed, where the description has rules for them: the mock keeps those. */
  readonly stamp?: string;
  readonly nonce?: string;
  /** The address that seems to have signed, where the venue's words name it (`{wallet_address}`). */
  readonly signer?: string;
  /** What the venue answers; default `bad_signature`. */
  readonly failed?: ErrorCase;
  /** Why, in words: for the request log. */
  readonly reason?: string;
  /** What the venue would have signed. */
  readonly expectedPayload?: string;
}

export interface HookReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What `sandbox.hooks` of a venue.yaml may export, for what the grammar cannot say. */
export interface SandboxHooks {
  /** Proves a signature that the description calls `custom`. `keys`: the credentials the venue knows. */
  readonly verifySignature?: (
    request: HookRequest,
    keys: readonly Readonly<Record<string, string>>[],
  ) => HookVerdict;
  /** Completes made credentials of which one follows from another: a wallet's address from its key. */
  readonly credentials?: (made: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** Another answer than the described one; `undefined` leaves it. */
  readonly answer?: (reply: HookReply, request: HookRequest) => HookReply | undefined;
}

/**
 * Loads the hook module that stands beside a venue.yaml.
 * @throws Error naming the file where it cannot be loaded or exports no hook
 */
export async function loadHooks({ folder, file, description }: LoadedVenue): Promise<SandboxHooks> {
  const name = description.sandbox.hooks;
  if (name === undefined) return {};
  const module: unknown = await import(pathToFileURL(join(folder, name)).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file}: sandbox.hooks: ${name} cannot be loaded: ${reason}`, { cause });
  });
  if (isHooks(module)) return module;
  throw new Error(`${file}: sandbox.hooks: ${name} exports no function ${HOOKS.join(', ')}`);
}

function isHooks(module: unknown): module is SandboxHooks {
  if (!isRecord(module)) return false;
  const hooks = HOOKS.map((name) => module[name]).filter((hook) => hook !== undefined);
  return hooks.length > 0 && hooks.every((hook) => typeof hook === 'function');
}

const HOOKS = ['verifySignature', 'answer', 'credentials'] as const satisfies readonly (keyof SandboxHooks)[];
