import { z } from 'zod';
import { ControlError, read } from './control-error.js';
import { UnknownEndpointError } from '../faults/fault-plan.js';
import { faultRuleSchema } from '../faults/fault-schema.js';
import { candles, fills, ledger, requests, stateOf, type Controlled } from './queries.js';

interface ControlInput {
  readonly sandbox: Controlled;
  readonly body: unknown;
  readonly query: URLSearchParams;
  /** The id in the path. */
  readonly id: string;
}

interface Control {
  readonly method: string;
  readonly path: RegExp;
  readonly run: (input: ControlInput) => unknown;
}

export const CONTROLS: readonly Control[] = [
  { method: 'GET', path: /^\/state$/, run: ({ sandbox }) => stateOf(sandbox) },
  {
    method: 'GET',
    path: /^\/faults$/,
    run: ({ sandbox }) => ({ rules: sandbox.faults.rules, log: sandbox.faults.log }),
  },
  {
    method: 'POST',
    path: /^\/faults$/,
    run({ sandbox, body }) {
      const rule = read(faultRuleSchema(body), body);
      try {
        return { id: sandbox.faults.add(rule).id };
      } catch (error) {
        throw error instanceof UnknownEndpointError ? new ControlError(400, error.message) : error;
      }
    },
  },
  { method: 'DELETE', path: /^\/faults$/, run: ({ sandbox }) => sandbox.faults.clear() },
  {
    method: 'DELETE',
    path: /^\/faults\/(\d+)$/,
    run({ sandbox, id }) {
      if (!sandbox.faults.remove(Number(id))) throw new ControlError(404, `there is no fault ${id}`);
    },
  },
  {
    method: 'POST',
    path: /^\/clock\/advance$/,
    async run({ sandbox, body }) {
      await sandbox.clock.advance(read(z.strictObject({ ms: z.number().min(0).max(WEEK_MS) }), body).ms);
      return { now: Math.floor(sandbox.clock.now()) };
    },
  },
  {
    method: 'POST',
    path: /^\/clock\/speed$/,
    run: ({ sandbox, body }) =>
      sandbox.setSpeed(read(z.strictObject({ speed: z.number().min(0).max(100_000) }), body).speed),
  },
  {
    method: 'POST',
    path: /^\/orders\/(\d+)\/fill$/,
    run({ sandbox, body, id }) {
      const { size, price } = read(
        z.strictObject({ size: amount.optional(), price: amount.optional() }),
        body,
      );
      const result = sandbox.engine.forceFill(id, size, price);
      if (result.rejected !== undefined) throw new ControlError(409, result.message);
      return { trade: result.trade.id };
    },
  },
  {
    method: 'POST',
    path: /^\/orders\/(\d+)\/cancel$/,
    run({ sandbox, body, id }) {
      const { reason } = read(
        z.strictObject({ reason: z.string().max(200).default('cancelled by the venue') }),
        body,
      );
      const result = sandbox.engine.venueCancel(id, reason);
      if (result.rejected !== undefined) throw new ControlError(409, `order ${id}: ${result.rejected}`);
    },
  },
  { method: 'GET', path: /^\/candles$/, run: ({ sandbox, query }) => candles(sandbox, query) },
  { method: 'GET', path: /^\/fills$/, run: ({ sandbox, query }) => fills(sandbox, query) },
  { method: 'GET', path: /^\/ledger$/, run: ({ sandbox, query }) => ledger(sandbox, query) },
  { method: 'GET', path: /^\/requests$/, run: ({ sandbox, query }) => requests(sandbox, query) },
  { method: 'GET', path: /^\/connections$/, run: ({ sandbox }) => sandbox.connections() },
  { method: 'POST', path: /^\/streams\/cut$/, run: ({ sandbox }) => ({ cut: sandbox.cutStreams() }) },
  {
    method: 'POST',
    path: /^\/streams\/silence$/,
    run: ({ sandbox, body }) => sandbox.silenceStreams(read(z.strictObject({ on: z.boolean() }), body).on),
  },
  {
    method: 'POST',
    path: /^\/streams\/expire$/,
    run: ({ sandbox }) => ({ expired: sandbox.expireStreamTokens() }),
  },
];

const WEEK_MS = 7 * 86_400_000;

const amount = z.string().regex(/^\d{1,20}(\.\d{1,20})?$/, 'plain decimal text');
