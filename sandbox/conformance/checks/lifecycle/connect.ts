import { toCredentials, toNetwork } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf, troubleOf } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';
import type { HttpFault } from '../../../faults/fault.js';
import type { Session } from '../../session.js';

export const L01: Check = {
  id: 'L01',
  group: 'lifecycle',
  title: 'connect sets isConnected, disconnect clears it',
  why: 'ATS starts the strategy when isConnected is true.',
  hint: 'Set this.isConnected = true as the last line of connect, false as the first of disconnect.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open();
    demandEqual('isConnected before connect', session.exchange.isConnected, false);
    await session.connect();
    demandEqual('isConnected after connect', session.exchange.isConnected, true);
    await session.disconnect();
    demandEqual('isConnected after disconnect', session.exchange.isConnected, false);
  },
};

const FAULTS: Readonly<Record<string, HttpFault>> = {
  'a reset connection': { kind: 'reset' },
  'an answer that never comes': { kind: 'drop_answer' },
  'status 500': { kind: 'status', status: 500 },
  'status 502 with a page of HTML': { kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
};

export const L02: Check = {
  id: 'L02',
  group: 'lifecycle',
  title: 'connect tells when the venue cannot be reached',
  why: 'A connector that looks connected and is not lets a strategy run blind.',
  hint: 'Let what the REST client throws pass through connect; isConnected stays false.',
  applies: toNetwork,
  run: async (context) => {
    for (const [what, fault] of Object.entries(FAULTS)) {
      const session = await context.open();
      session.sandbox.faults.add({ endpoint: '*', fault, phase: 'before' });
      await rejectionOf(session.connect(), `connect with ${what}`, 'ExchangeConnectionException');
      demandEqual(`isConnected after ${what}`, session.exchange.isConnected, false);
    }
    const nobody = await context.open({ config: { rest_url: 'http://127.0.0.1:1' } });
    await rejectionOf(nobody.connect(), 'connect where nobody listens', 'ExchangeConnectionException');
    demandEqual('isConnected where nobody listens', nobody.exchange.isConnected, false);
  },
};

export const L03: Check = {
  id: 'L03',
  group: 'lifecycle',
  title: 'a wrong credential is told at connect',
  why: 'Otherwise the first order finds out.',
  hint: 'Make one signed request in connect, such as getWalletBalance.',
  applies: (venue) => {
    const credentials = toCredentials(venue);
    if (credentials !== true) return credentials;
    return (
      venue.endpoints.balances?.signed === true || 'anyone may read: a wrong credential shows at an order'
    );
  },
  restsOnProof: true,
  run: async (context) => {
    for (const key of context.venue.description.auth?.credentials ?? []) {
      const good = await context.open();
      const session = await context.open({
        config: { [key]: wrong(key, good.sandbox) },
      });
      await rejectionOf(session.connect(), `connect with a wrong ${key}`, 'ExchangeConnectionException');
      demandEqual(`isConnected with a wrong ${key}`, session.exchange.isConnected, false);
    }
  },
};

export const L09: Check = {
  id: 'L09',
  group: 'lifecycle',
  title: 'the difference between the clocks is measured and used',
  why: 'A computer a few seconds off is normal; venues refuse stamps that are.',
  hint: 'Call this.rest.syncClock with the server-time endpoint before the first signed request.',
  applies: (venue) => {
    const credentials = toCredentials(venue);
    if (credentials !== true) return credentials;
    if (venue.endpoints.server_time === undefined) return 'the venue does not tell its time';
    return venue.auth?.stamp !== undefined || 'signed requests carry no time stamp';
  },
  restsOnProof: true,
  run: async (context) => {
    for (const skewMs of [-90_000, 90_000]) {
      const session = await context.open();
      session.clock.skewMs = skewMs;
      const trouble = await troubleOf(session.connect());
      const refused = session.sandbox.requests.filter((request) => request.signature?.ok === false);
      demand(refused.length === 0, `no signed request refused with a clock ${skewMs / 1000} s off`, () =>
        refused.map((request) => request.signature?.reason ?? 'refused').join(', '),
      );
      if (trouble !== undefined) throw trouble;
    }
  },
};

export const L10: Check = {
  id: 'L10',
  group: 'lifecycle',
  title: 'connect tells when the venue is in maintenance, and works afterwards',
  why: 'Venues announce hours of maintenance; the operator needs the word, not a stack trace.',
  hint: "The failure table turns the venue's maintenance answer into a VenueException of kind maintenance.",
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open();
    const maintenance = session.sandbox.faults.add({
      endpoint: '*',
      fault: { kind: 'maintenance' },
      phase: 'before',
    });
    await rejectionOf(session.connect(), 'connect during maintenance', 'ExchangeConnectionException');
    demandEqual('isConnected during maintenance', session.exchange.isConnected, false);
    maintenance.remove();
    await session.connect();
    demandEqual('isConnected after maintenance', session.exchange.isConnected, true);
  },
};

/** As long and as plausible as the right one, and wrong. */
/** Where the secret is a key in a form of its own, it is another one of that form. */
function wrong(key: string, { credentials, readOnlyCredentials }: Session['sandbox']): string {
  const credential = credentials[key] ?? '';
  return credential.includes('-----BEGIN') ? (readOnlyCredentials[key] ?? '') : scrambled(credential);
}

function scrambled(credential: string): string {
  return [...credential]
    .toReversed()
    .join('')
    .replace(/^./, (first) => (first === 'x' ? 'y' : 'x'));
}
