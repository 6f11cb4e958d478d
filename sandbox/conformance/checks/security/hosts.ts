import { Socket } from 'node:net';
import { toNetwork, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { troubleOf } from '../../errors.js';
import { demandEqual } from '../../failure.js';
import { passIntervals } from '../../candles.js';
import { restingOrder } from '../../orders.js';
import type { Session } from '../../session.js';

export const X08: Check = {
  id: 'X08',
  group: 'security',
  title: 'no host is contacted but the configured ones',
  why: 'A connector that talks to the real venue in a test, or to anybody else at all, spends real money or leaks.',
  hint: 'Take every address from this.host(…), so that rest_url, stream_url and private_stream_url count.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open();
    const { rest, stream, privateStream } = session.sandbox;
    const own = [rest, stream, privateStream]
      .filter((url) => url !== undefined)
      .map((url) => new URL(url).port);
    const contacted = watchSockets();
    const trouble = await troubleOf(use(session));
    contacted.stop();
    const foreign = contacted.targets.filter((target) => !own.some((port) => target === `127.0.0.1:${port}`));
    demandEqual('other hosts that were contacted:', [...new Set(foreign)], []);
    if (trouble !== undefined) throw trouble;
  },
};

async function use(session: Session): Promise<void> {
  await session.connect();
  await session.collectCandles();
  if (toTrading(session.sandbox.venue.description) === true) await restingOrder(session);
  await passIntervals(session, 1);
  await session.disconnect();
}

/** Notes where sockets of this process connect to, until stopped. */
function watchSockets(): { readonly targets: string[]; stop(): void } {
  const { connect } = Socket.prototype;
  const targets: string[] = [];
  const watched = function (this: Socket, ...args: unknown[]): unknown {
    targets.push(targetOf(args));
    return Reflect.apply(connect, this, args);
  };
  Object.assign(Socket.prototype, { connect: watched });
  return { targets, stop: () => void Object.assign(Socket.prototype, { connect }) };
}

/** `host:port`. Node hands its own calls over as one array. */
function targetOf(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) {
    const host: unknown = Reflect.get(first, 'host') ?? Reflect.get(first, 'path') ?? 'localhost';
    return `${String(host)}:${String(Reflect.get(first, 'port'))}`;
  }
  return `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`;
}
