import { toFees } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';

export const F01: Check = {
  id: 'F01',
  group: 'wallet and fees',
  title: "getFees gives [maker, taker] as fractions, equal to the venue's",
  why: 'A strategy that expects 0.1 and pays 0.001 never trades; the other way round it trades too much.',
  hint: 'Look at the paths and the scale (fraction, percent, basis points) of maker and taker.',
  applies: toFees,
  run: async (context) => {
    const session = await context.connected();
    const { maker, taker } = session.sandbox.engine.fees;
    const found = await session.during(session.exchange.getFees());
    demandEqual('[maker, taker]', found, [Number(maker), Number(taker)]);
  },
};

export const F02: Check = {
  id: 'F02',
  group: 'wallet and fees',
  title: 'fees are plausible, maker and taker not swapped',
  why: 'Swapped, every limit order looks dearer than it is.',
  hint: 'The tuple is [maker, taker], in this order.',
  applies: toFees,
  run: async (context) => {
    const session = await context.connected();
    session.sandbox.engine.setFees({ maker: '0.0003', taker: '0.0017' });
    const [maker, taker] = await session.during(session.exchange.getFees());
    const isPlausible = [maker, taker].every((fee) => Number.isFinite(fee) && Math.abs(fee) <= 0.02);
    demand(isPlausible, 'fees of at most 2 %, as fractions', `${maker}, ${taker}`);
    demand(maker < taker, 'the maker to pay 0.0003 and the taker 0.0017', `${maker}, ${taker}`);
  },
};

export const F03: Check = {
  id: 'F03',
  group: 'wallet and fees',
  title: 'fees are asked for once, and again when they may have changed',
  why: 'A request for every order eats the rate limit; a fee of last month is wrong.',
  hint: 'Keep the answer for a while (an hour, a day), by this.clock.',
  applies: toFees,
  run: async (context) => {
    const session = await context.connected();
    await session.during(session.exchange.getFees());
    const asked = session.requestCount('fees');
    for (let time = 0; time < 20; time += 1) await session.during(session.exchange.getFees());
    const more = session.requestCount('fees') - asked;
    demandEqual('requests for the fees, after the first:', more, 0);
  },
};
