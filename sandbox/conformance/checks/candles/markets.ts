import { toNetwork } from '../../applies.js';
import type { Check } from '../../check.js';
import { rejectionOf } from '../../errors.js';
import { demandEqual } from '../../failure.js';

export const D15: Check = {
  id: 'D15',
  group: 'candles',
  title: 'a market that the venue does not have is an error at connect',
  why: 'Some venues acknowledge any subscription, and then are silent for ever.',
  hint: 'Look the market up among the instruments in connect, and say that it is not there.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open({ config: { symbol: 'NOSUCH/MARKET' } });
    await rejectionOf(session.connect(), 'connect to a market that does not exist', 'AtsException');
    demandEqual('isConnected afterwards', session.exchange.isConnected, false);
  },
};
