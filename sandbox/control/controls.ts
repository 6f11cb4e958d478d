import { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import { faultRuleSchema } from './fault-schema.js';

/** A request of the control API that cannot be done: the status and one line that says why. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
  }
}

interface ControlInput {
  readonly sandbox: Omit<Sandbox, 'control'>;
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
    run: ({ sandbox, body }) => ({ id: sandbox.faults.add(read(faultRuleSchema, body)).id }),
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
      return { now: sandbox.clock.now() };
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
  { method: 'GET', path: /^\/ledger$/, run: ({ sandbox, query }) => last(sandbox.engine.ledger, query) },
  { method: 'GET', path: /^\/requests$/, run: ({ sandbox, query }) => last(sandbox.requests, query) },
  { method: 'GET', path: /^\/connections$/, run: ({ sandbox }) => sandbox.connections() },
  { method: 'POST', path: /^\/streams\/cut$/, run: ({ sandbox }) => ({ cut: sandbox.cutStreams() }) },
  {
    method: 'POST',
    path: /^\/streams\/silence$/,
    run: ({ sandbox, body }) => sandbox.silenceStreams(read(z.strictObject({ on: z.boolean() }), body).on),
  },
];

const WEEK_MS = 7 * 86_400_000;
const LIST_LIMIT = 500;

const amount = z.string().regex(/^\d{1,20}(\.\d{1,20})?$/, 'plain decimal text');

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ControlError(
    400,
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}`.replace(/^: /, ''),
  );
}

function last(list: readonly unknown[], query: URLSearchParams): readonly unknown[] {
  const limit = Number(query.get('limit') ?? LIST_LIMIT);
  return list.slice(-(Number.isInteger(limit) && limit > 0 ? limit : LIST_LIMIT));
}

function stateOf(sandbox: Omit<Sandbox, 'control'>): unknown {
  const { engine, account, venue, clock, symbols } = sandbox;
  return {
    venue: venue.description.venue,
    now: clock.now(),
    symbols,
    rest: sandbox.rest,
    stream: sandbox.stream,
    private_stream: sandbox.privateStream,
    balances: Object.fromEntries(
      [...engine.balances(account)].map(([asset, { free, locked }]) => [asset, { free, locked }]),
    ),
    open_orders: engine.openOrders(account),
    books: Object.fromEntries(symbols.map((symbol) => [symbol, engine.book(symbol, 10)])),
  };
}
