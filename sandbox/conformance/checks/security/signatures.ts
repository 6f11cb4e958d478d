import { Order, OrderSide, OrderType } from 'ats-runtime';
import { toCredentials, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import { troubleOf } from '../../errors.js';
import { demand } from '../../failure.js';
import type { LoggedRequest } from '../../../dialect/request-log.js';
import { cancel, marketOf, ordinarySize, restingPrice, submit } from '../../orders.js';
import { seededRandom } from '../../../faults/fault-plan.js';
import type { Session } from '../../session.js';

/** What a query string, a form, a header or a shell would give a meaning of its own. */
const HOSTILE_SECRET = '+/=&%?#{}"\'\\ ~é€';
const HOSTILE_KEY = '+/=&%-_.~';
const ORDERS = 25;
/** Ids of digits alone are numbers. */
const NUMBER_WITH_ZERO = /^0(?=\d+$)/;

export const X01: Check = {
  id: 'X01',
  group: 'security',
  title: 'every signature is right, whatever stands in the request',
  why: 'A signature that is wrong once in a thousand fails on the order that counts.',
  hint: 'Compare the payload of the signer with the reason below: encoding, order, and what belongs to it.',
  applies: (venue) => {
    const credentials = toCredentials(venue);
    return credentials === true ? toTrading(venue) : credentials;
  },
  restsOnProof: true,
  run: async (context) => {
    const { auth } = context.venue.description;
    const isText = auth?.signature.algorithm !== 'custom' && auth?.signature.secret === 'utf8';
    const ordinary = await context.open();
    await demandRightSignatures(ordinary, context.subject.seed);
    if (!isText) return;
    const { api_key: key = '', api_secret: secret = '' } = ordinary.sandbox.credentials;
    const hostile = { api_key: key + HOSTILE_KEY, api_secret: secret + HOSTILE_SECRET };
    const session = await context.open({ credentials: { ...ordinary.sandbox.credentials, ...hostile } });
    await demandRightSignatures(session, context.subject.seed);
  },
};

async function demandRightSignatures(session: Session, seed: number): Promise<void> {
  const trouble = await troubleOf(useEverything(session, seed));
  const signed = session.sandbox.requests.filter((request) => request.signature !== undefined);
  const wrong = signed.find((request) => request.signature?.ok === false);
  demand(wrong === undefined, 'every signature to be right', () => signatureText(wrong));
  if (trouble !== undefined) throw trouble;
  demand(signed.length >= 2 * ORDERS, `${2 * ORDERS} signed requests or more`, `${signed.length}`);
}

async function useEverything(session: Session, seed: number): Promise<void> {
  await session.connect();
  const random = seededRandom(seed);
  const {
    charset = 'a-z',
    length = 16,
    prefix = '',
  } = session.sandbox.venue.description.orders?.client_id ?? {};
  const characters = printable().filter((character) => new RegExp(`[${charset}]`).test(character));
  for (let count = 0; count < ORDERS; count += 1) {
    const side = random() < 0.5 ? OrderSide.BUY : OrderSide.SELL;
    const order = new Order({
      symbol: session.symbol,
      orderType: OrderType.LIMIT,
      orderSide: side,
      size: ordinarySize(session)
        .plus(marketOf(session).stepSize)
        .times(1 + count),
      price: restingPrice(session, side).plus(random().toFixed(6)),
      clientOrderId:
        `${prefix}${Array.from({ length: length - prefix.length }, () => characters[Math.floor(random() * characters.length)]).join('')}`.replace(
          NUMBER_WITH_ZERO,
          '1',
        ),
    });
    await submit(session, order);
    await cancel(session, order);
  }
  await session.during(session.exchange.getWalletBalance());
  await session.during(session.exchange.getFees());
  await session.during(session.exchange.getOpenOrders());
}

function signatureText(request: LoggedRequest | undefined): string {
  const { reason = 'refused', expectedPayload = 'unknown' } = request?.signature ?? {};
  return `${request?.method} ${request?.path}: ${reason}; the venue signs: ${expectedPayload}`;
}

function printable(): readonly string[] {
  return Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
}
