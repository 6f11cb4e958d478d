import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { toBalances, toCredentials } from '../../applies.js';
import type { Check } from '../../check.js';
import { errorText, troubleOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import { restingOrder } from '../../orders.js';
import type { Session } from '../../session.js';

const TROUBLES = [
  { kind: 'reset' },
  { kind: 'html' },
  { kind: 'truncated' },
  { kind: 'status', status: 500 },
  { kind: 'drop_answer' },
] as const;

export const X02: Check = {
  id: 'X02',
  group: 'security',
  title: 'no credential stands in logs, errors, state or plots',
  why: 'Logs are shipped, state is backed up, errors are pasted into chats.',
  hint: 'Log through this.logger, which masks them; put no config and no URL of a signed request into errors or state.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const told: string[] = [];
    await session.collectCandles();
    await restingOrder(session);
    for (const fault of TROUBLES) {
      const trouble = session.sandbox.faults.add({ endpoint: 'balances', fault, phase: 'after' });
      told.push(errorText(await troubleOf(session.during(session.exchange.getWalletBalance()))));
      trouble.remove();
    }
    session.sandbox.faults.add({ endpoint: '*', fault: { kind: 'status', status: 401 } });
    const refused = await session.during(Promise.allSettled(readEverything(session)));
    for (const outcome of refused) if (outcome.status === 'rejected') told.push(errorText(outcome.reason));
    session.sandbox.faults.clear();
    session.sandbox.cutStreams();
    await session.advance(10_000);
    for (const credential of Object.keys(session.sandbox.credentials)) {
      const wrong = await context.open({
        config: { [credential]: `${session.sandbox.credentials[credential]}x` },
      });
      await wrong.connect().catch((error: unknown) => told.push(errorText(error)));
      told.push(wrong.log.text);
    }
    told.push(session.log.text, stateText(session), inspect(session.exchange.getPlotData(), { depth: 6 }));
    const text = told.join('\n');
    const shown = Object.entries(session.sandbox.credentials).filter(([, value]) =>
      spellings(value).some((spelling) => text.includes(spelling)),
    );
    demandEqual(
      'credentials that can be read there:',
      shown.map(([key]) => key),
      [],
    );
  },
};

export const X05: Check = {
  id: 'X05',
  group: 'security',
  title: 'a redirect to another host gets no credentials',
  why: 'Whoever can answer for the venue once would have the key for ever.',
  hint: 'Send every request through this.rest, which follows no redirect.',
  applies: toCredentials,
  run: async (context) => {
    const session = await context.connected();
    const caught: string[] = [];
    const elsewhere = createServer((request, response) => {
      caught.push(requestText(request));
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    try {
      const to = `http://127.0.0.1:${portOf(elsewhere.address())}/`;
      session.sandbox.faults.add({ endpoint: '*', fault: { kind: 'redirect', to }, phase: 'before' });
      const uses = readEverything(session);
      await session.during(Promise.allSettled(uses), 600_000);
    } finally {
      elsewhere.closeAllConnections();
      elsewhere.close();
    }
    const leaked = Object.entries(session.sandbox.credentials).filter(([, value]) =>
      caught.join('\n').includes(value),
    );
    demandEqual(
      'credentials that the other host was sent:',
      leaked.map(([key]) => key),
      [],
    );
    demand(caught.length === 0, 'no request to the other host', () => caught.join('\n'));
  },
};

function readEverything({ exchange }: Session): readonly Promise<unknown>[] {
  return [exchange.getWalletBalance(), exchange.getFees(), exchange.getOpenOrders()];
}

function stateText(session: Session): string {
  const state = session.exchange.getState();
  return JSON.stringify(state.keys().map((key) => [key, state.get(key)]));
}

function spellings(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -4)];
}

function requestText(request: IncomingMessage): string {
  return `${request.method} ${request.url} ${request.rawHeaders.join(' ')}`;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
