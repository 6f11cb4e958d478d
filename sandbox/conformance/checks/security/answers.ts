import { toBalances } from '../../applies.js';
import type { Check } from '../../check.js';
import { classNames, rejectionOf } from '../../errors.js';
import { CheckFailure, demand, demandEqual, show } from '../../failure.js';

const OVERSIZED_BYTES = 32 * 1024 * 1024;
const POISON = '"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}';

export const X06: Check = {
  id: 'X06',
  group: 'security',
  title: 'an answer without end is broken off',
  why: 'A proxy gone mad must not take the process and its open orders with it.',
  hint: 'Send every request through this.rest, which bounds the size of an answer.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const fault = { kind: 'oversized', bytes: OVERSIZED_BYTES } as const;
    session.sandbox.faults.add({ endpoint: 'balances', fault, phase: 'after' });
    const reading = session.during(session.exchange.getWalletBalance());
    await rejectionOf(reading, `an answer of ${OVERSIZED_BYTES / 1024 / 1024} MiB`, 'AtsException');
  },
};

export const X07: Check = {
  id: 'X07',
  group: 'security',
  title: '__proto__ and its like in an answer are harmless',
  why: 'One such key can change every object of the process.',
  hint: 'Read answers through Answer; build records with Object.fromEntries, not by assignment.',
  applies: toBalances,
  run: async (context) => {
    const { description, sampleTexts } = context.venue;
    const sample = sampleTexts.get(description.endpoints.balances?.sample ?? '') ?? '{}';
    const asset =
      Object.keys(description.sandbox.balances ?? {}).find((name) => sample.includes(`"${name}"`)) ?? 'BTC';
    const poisoned = [
      sample.replace(/\{(?=\s*")/g, `{${POISON},`),
      sample.replaceAll(`"${asset}"`, '"__proto__"'),
    ];
    for (const body of poisoned) {
      const session = await context.connected();
      session.sandbox.faults.add({
        endpoint: 'balances',
        fault: { kind: 'status', status: 200, body },
        phase: 'after',
      });
      const wallet = await session.during(session.exchange.getWalletBalance()).catch((error: unknown) => {
        if (classNames(error).includes('AtsException')) return {};
        throw new CheckFailure({ expected: 'a wallet or a typed error', found: show(error), cause: error });
      });
      demandEqual('what every object has:', Reflect.get({}, 'polluted'), undefined);
      const prototype: unknown = Object.getPrototypeOf(wallet);
      demand(
        prototype === Object.prototype || prototype === null,
        'a plain wallet',
        'one whose prototype was set',
      );
    }
  },
};
