import { STATUS_CODES } from 'node:http';
import type { WireReply } from '../dialect/wire.js';
import type { HttpFault } from './fault.js';

/** What the faults that strike a request make of its answer. */
export interface HttpOutcome {
  /** How long nothing happens, ms of virtual time. */
  readonly delayMs: number;
  readonly ending: 'answer' | 'reset' | 'drop';
  readonly reply: WireReply;
  /** More than a delay: before processing it means that the request never reached the engine. */
  readonly changed: boolean;
  readonly drip?: { readonly bytes: number; readonly everyMs: number };
}

export interface OutcomeContext {
  readonly random: () => number;
  /** The venue's own answers. */
  readonly rateLimited: (retryAfterSeconds: number | undefined) => WireReply;
  readonly maintenance: () => WireReply;
}

export function httpOutcome(
  faults: readonly HttpFault[],
  reply: WireReply,
  context: OutcomeContext,
): HttpOutcome {
  let outcome: HttpOutcome = { delayMs: 0, ending: 'answer', reply, changed: false };
  for (const fault of faults) outcome = strike(outcome, fault, context);
  return outcome;
}

function strike(outcome: HttpOutcome, fault: HttpFault, context: OutcomeContext): HttpOutcome {
  const { reply } = outcome;
  const changed = (next: WireReply): HttpOutcome => ({ ...outcome, reply: next, changed: true });
  switch (fault.kind) {
    case 'delay':
      return { ...outcome, delayMs: outcome.delayMs + fault.ms };
    case 'jitter':
      return { ...outcome, delayMs: outcome.delayMs + Math.floor(context.random() * fault.ms) };
    case 'status':
      return changed(statusReply(fault.status, fault.body, fault.retryAfter));
    case 'rate_limit':
      return changed(context.rateLimited(fault.retryAfter));
    case 'maintenance':
      return changed(context.maintenance());
    case 'reset':
      return { ...outcome, ending: 'reset', changed: true };
    case 'drop_answer':
      return { ...outcome, ending: 'drop', changed: true };
    case 'html':
      return changed({
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html' },
        body: errorPage(fault.status ?? 502),
      });
    case 'empty':
      return changed({ ...reply, status: fault.status ?? reply.status, body: '' });
    case 'truncated':
      return changed({ ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) });
    case 'oversized':
      return changed({ ...reply, body: oversized(reply.body, fault.bytes) });
    case 'content_type':
      return changed({ ...reply, headers: { ...reply.headers, 'content-type': fault.type ?? 'text/plain' } });
    case 'redirect':
      return changed({ status: fault.status ?? 302, headers: { location: fault.to }, body: '' });
    case 'slow_drip':
      return { ...outcome, changed: true, drip: { bytes: fault.bytes ?? 1, everyMs: fault.everyMs ?? 1000 } };
    case 'clock_skew':
      return outcome;
  }
}

function errorPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`;
}

function statusReply(status: number, body: string | undefined, retryAfter: number | undefined): WireReply {
  const headers: Record<string, string> = {
    'content-type': body?.startsWith('{') === true ? 'application/json' : 'text/plain',
  };
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  return { status, headers, body: body ?? `${status}\n` };
}

/** Still the same JSON document: blanks may stand before it. */
function oversized(body: string, bytes: number): string {
  return ' '.repeat(Math.max(0, bytes - Buffer.byteLength(body))) + body;
}
