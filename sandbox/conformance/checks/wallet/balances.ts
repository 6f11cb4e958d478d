import { decimalText, OrderSide, type AssetBalance, type Decimal, type Order } from 'ats-runtime';
import { toBalances, toCancelling } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand, demandEqual } from '../../failure.js';
import { cancel, marketOf, restingOrder } from '../../orders.js';
import type { Session } from '../../session.js';

export const B01: Check = {
  id: 'B01',
  group: 'wallet and fees',
  title: "the wallet equals the venue's ledger",
  why: 'Position sizes are computed from it.',
  hint: 'Look at the paths of asset, free and locked in getWalletBalance.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    engine.deposit(account, marketOf(session).base, '0.00000001');
    await restingOrder(session);
    demandEqual('the wallet', await wallet(session), ledgerWallet(session));
  },
};

export const B02: Check = {
  id: 'B02',
  group: 'wallet and fees',
  title: 'what an open order binds is locked, and free again after the cancel',
  why: 'What is bound cannot be spent a second time.',
  hint: 'Free and locked are two columns: neither is the total.',
  applies: toCancelling,
  run: async (context) => {
    const session = await context.connected();
    for (const side of [OrderSide.BUY, OrderSide.SELL]) {
      const { base, quote } = marketOf(session);
      const asset = side === OrderSide.BUY ? quote : base;
      const before = await balanceOf(session, asset);
      const order = await restingOrder(session, side);
      const during = await balanceOf(session, asset);
      demandEqual(`${asset} locked by an open order`, during.locked, decimalText(boundBy(session, order)));
      demandEqual(`${asset} free and locked together`, during.total, before.total);
      await cancel(session, order);
      demandEqual(`${asset} after the cancel`, await balanceOf(session, asset), before);
    }
  },
};

/** An order's worth; where buyers pay the fee in quote the venue binds that too, rounded as its ledger does. */
function boundBy(session: Session, order: Order): Decimal {
  if (order.orderSide === OrderSide.SELL) return order.size;
  const worth = order.size.times(order.price ?? 0);
  const { engine, account, venue } = session.sandbox;
  if (venue.description.orders?.fee_asset !== 'quote') return worth;
  const locked = engine.balances(account).get(marketOf(session).quote)?.locked ?? worth;
  demand(locked.greaterThanOrEqualTo(worth), `at least ${decimalText(worth)} bound`, decimalText(locked));
  return locked;
}

export const B03: Check = {
  id: 'B03',
  group: 'wallet and fees',
  title: 'an asset that is gone is gone from the wallet',
  why: 'A balance remembered from yesterday is spent today.',
  hint: 'Build the wallet anew from each answer; do not merge it into the last one.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    const { base } = marketOf(session);
    engine.deposit(account, base, '1');
    await wallet(session);
    engine.withdraw(account, base, engine.balances(account).get(base)?.free ?? 0);
    const left = (await wallet(session))[base];
    demand(
      left === undefined || left.total === '0',
      `no ${base} in the wallet, or zero`,
      () => left?.total ?? '',
    );
  },
};

export const B04: Check = {
  id: 'B04',
  group: 'wallet and fees',
  title: 'free and locked make the total, exactly',
  why: 'Rounded money does not add up, and an audit finds out.',
  hint: 'Read amounts with answer.decimal, never through Number.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    const { base, quote } = marketOf(session);
    // More digits than a binary number holds.
    engine.deposit(account, base, '123456789.12345678');
    engine.deposit(account, quote, '98765432109.87654321');
    await restingOrder(session);
    const found = await wallet(session);
    for (const [asset, balance] of Object.entries(ledgerWallet(session))) {
      demandEqual(`${asset}, free + locked = total,`, found[asset], balance);
    }
  },
};

export const B06: Check = {
  id: 'B06',
  group: 'wallet and fees',
  title: 'a wallet of 500 assets is read in full',
  why: 'Old accounts are full of dust, and pages have ends.',
  hint: 'Read every row of the answer, and every page of it.',
  applies: toBalances,
  run: async (context) => {
    const session = await context.connected();
    const { engine, account } = session.sandbox;
    for (let asset = 1; asset <= 500; asset += 1) engine.deposit(account, `DUST${asset}`, `0.0000${asset}`);
    demandEqual('the wallet', await wallet(session), ledgerWallet(session));
  },
};

export const B07: Check = {
  id: 'B07',
  group: 'wallet and fees',
  title: 'fields that are not documented are passed over',
  why: 'Venues add fields without notice; a connector must not stop for one.',
  hint: 'Read what is needed by its path; do not demand that nothing else is there.',
  applies: (venue) => {
    const balances = toBalances(venue);
    if (balances !== true) return balances;
    return venue.endpoints.balances?.response.key === undefined || 'each field of the answer is an asset';
  },
  run: async (context) => {
    const session = await context.connected();
    const expected = await wallet(session);
    const answer =
      session.sandbox.requests.findLast(({ endpoint }) => endpoint === 'balances')?.answer ?? '{}';
    const body = answer.replaceAll(/\{(?=\s*")/g, '{"newField":{"a":[1,null,true]},"another":null,');
    session.sandbox.faults.add({
      endpoint: 'balances',
      fault: { kind: 'status', status: 200, body },
      phase: 'after',
    });
    demandEqual('the wallet', await wallet(session), expected);
  },
};

type Amounts = Readonly<Record<'free' | 'locked' | 'total', string>>;

async function wallet(session: Session): Promise<Record<string, Amounts>> {
  const balances = Object.entries(await session.during(session.exchange.getWalletBalance()));
  const held = balances.map(([asset, balance]) => [asset, amounts(balance)] as const);
  return sorted(held.filter(([, balance]) => balance.total !== '0'));
}

async function balanceOf(session: Session, asset: string): Promise<Amounts> {
  return (await wallet(session))[asset] ?? { free: '0', locked: '0', total: '0' };
}

function ledgerWallet(session: Session): Record<string, Amounts> {
  const { engine, account } = session.sandbox;
  const held = [...engine.balances(account)].map(
    ([asset, { free, locked }]) => [asset, amounts({ free, locked, total: free.plus(locked) })] as const,
  );
  return sorted(held.filter(([, balance]) => balance.total !== '0'));
}

function amounts({ free, locked, total }: Pick<AssetBalance, 'free' | 'locked' | 'total'>): Amounts {
  return { free: decimalText(free), locked: decimalText(locked), total: decimalText(total) };
}

function sorted(entries: readonly (readonly [string, Amounts])[]): Record<string, Amounts> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
