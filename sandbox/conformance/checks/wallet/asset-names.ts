import { toBalances } from '../../applies.js';
import type { Check } from '../../check.js';
import { demandEqual } from '../../failure.js';
import type { VenueDescription } from '../../../../venues/index.js';

export const B05: Check = {
  id: 'B05',
  group: 'wallet and fees',
  title: "assets bear ATS's names, not the venue's",
  why: 'A strategy that looks for BTC finds nothing under XBT, and believes that it holds none.',
  hint: 'Let wallet.ts turn each name of the venue into the one that ATS uses; so does the symbol.',
  applies: (venue) => {
    const balances = toBalances(venue);
    if (balances !== true) return balances;
    return renamed(venue).length > 0 || 'the venue names and spells assets as ATS does';
  },
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    const names = renamed(context.venue.description);
    for (const name of names) engine.deposit(account, name, '1');
    const wallet = await session.during(session.exchange.getWalletBalance());
    const missing = names.filter((name) => wallet[name]?.total.greaterThanOrEqualTo(1) !== true);
    demandEqual(`assets that the wallet, which has ${Object.keys(wallet).join(', ')}, lacks:`, missing, []);
  },
};

const ORDINARY = ['BTC', 'ETH', 'USDC'];

/** Assets, in ATS's names, that the venue calls or spells otherwise. */
function renamed({ symbol }: VenueDescription): readonly string[] {
  const others = Object.keys({ ...symbol.aliases, ...symbol.wallet });
  return symbol.case === 'lower' ? [...others, ...ORDINARY] : others;
}
