import { markdown } from '../../naming/text.js';
import type { VenueDescription } from '../../../venues/index.js';

/** The README's sentences and lines, as Markdown or YAML. */
export interface ReadmeView {
  readonly purpose: string;
  readonly symbol: string;
  /** Lines of the configuration, behind the symbol. */
  readonly config: readonly string[];
  readonly keys: readonly string[];
  readonly hasCredentials: boolean;
  readonly test: string;
  readonly goLive: readonly string[];
  readonly facts: readonly string[];
}

export function readmeView(description: VenueDescription): ReadmeView {
  const { kind } = description;
  const isLive = kind === 'live';
  return {
    purpose: `${PURPOSES[kind]} for ATS.`,
    symbol: Object.keys(description.sandbox.prices ?? {})[0] ?? 'BTC/USDT',
    config: [...credentialLines(description), ...KIND_LINES[kind]],
    keys: [...(kind === 'backtest' ? [] : [intervalKey(description)]), ...hostKeys(description)],
    hasCredentials: isLive && description.auth !== undefined,
    test: isLive || kind === 'data_feed' ? TESTED_BY_SANDBOX : TESTED_BY_CONTRACT,
    goLive: isLive ? goLiveSteps(description) : [],
    facts:
      kind === 'backtest'
        ? []
        : [
            ...limitFacts(description),
            ...streamFacts(description),
            ...(isLive ? [...signatureFacts(description), ...orderFacts(description)] : []),
          ],
  };
}

const PURPOSES = {
  live: 'A live connector',
  paper: "Paper trading on this venue's candles",
  backtest: 'A backtest on recorded candles',
  data_feed: "A data feed: this venue's candles, without an account,",
} as const;

const KIND_LINES = {
  live: ['interval: 1m'],
  data_feed: ['interval: 1m'],
  paper: [
    'interval: 1m',
    "balances: { BTC: '1', USDT: '10000' }",
    "fees: { maker: '0.001', taker: '0.001' }",
  ],
  backtest: [
    'file: data/BTC_USDT.csv',
    "balances: { BTC: '1', USDT: '10000' }",
    "fees: { maker: '0.001', taker: '0.001' }",
  ],
} as const;

const TESTED_BY_SANDBOX =
  'Runs the conformance suite against a mock of the venue on this machine: no account, no money, no network.';
const TESTED_BY_CONTRACT = 'Runs the checks of the conformance suite that apply to a simulated account.';

function credentialLines({ kind, venue, auth }: VenueDescription): string[] {
  if (kind !== 'live') return [];
  return (auth?.credentials ?? []).map((key) => `${key}: \${${venue.toUpperCase()}_${key.toUpperCase()}}`);
}

function intervalKey({ intervals }: VenueDescription): string {
  return `\`interval\`, of the candles: ${Object.keys(intervals).join(', ')}`;
}

function hostKeys({ kind, hosts, streams }: VenueDescription): string[] {
  if (kind === 'backtest') return [];
  const keys = [`\`rest_url\`, instead of <${hosts.rest}>`];
  if (hosts.stream !== undefined && streams.candles !== undefined)
    keys.push(`\`stream_url\`, instead of <${hosts.stream}>`);
  if (hosts.private_stream !== undefined && kind === 'live') {
    keys.push(`\`private_stream_url\`, instead of <${hosts.private_stream}>`);
  }
  return keys;
}

function goLiveSteps({ venue, testnet }: VenueDescription): string[] {
  const practice =
    testnet === undefined
      ? 'The venue has no test network that is known here: begin with the smallest order it takes.'
      : `Practise on the venue's test network: ${testnetKeys(testnet).join(', ')}.`;
  return [
    'Run the test above until it is green, and again after every change.',
    `Watch it trade with a mock of the venue, without an account: \`npm run build && npx ats-exchange run config/${venue}.yaml --sandbox\`; it prints the address of a dashboard.`,
    practice,
    'Keep the state in a file, `await SimpleState.open(path)`, and give it to the constructor or to `loadExchange`: open orders are taken up again from it after a restart.',
    'Watch the first day: the log says when candles had to be fetched again or an order had to be looked up.',
  ];
}

function testnetKeys({
  rest,
  stream,
  private_stream: privateStream,
}: NonNullable<VenueDescription['testnet']>): string[] {
  const keys = [`\`rest_url\` <${rest}>`];
  if (stream !== undefined) keys.push(`\`stream_url\` <${stream}>`);
  if (privateStream !== undefined) keys.push(`\`private_stream_url\` <${privateStream}>`);
  return keys;
}

function signatureFacts({ auth }: VenueDescription): string[] {
  return auth?.signature.algorithm === 'custom'
    ? [`Requests are signed by \`signRequest\` in \`signature.ts\`: ${markdown(auth.signature.describe)}.`]
    : [];
}

function limitFacts({ limits }: VenueDescription): string[] {
  return limits.map(
    ({ name, capacity, per }) =>
      `Rate limit, kept by the connector: ${markdown(name)}, ${capacity} in ${per}.`,
  );
}

function streamFacts({ streams }: VenueDescription): string[] {
  const only = streams.candles?.only;
  return only === undefined
    ? []
    : [`Candles of ${only.join(', ')} are streamed; those of other intervals are polled when they are due.`];
}

function orderFacts({ orders, streams }: VenueDescription): string[] {
  if (orders === undefined) return [];
  const events =
    streams.orders === undefined
      ? 'Open orders are polled: the venue has no stream of order events that is described here.'
      : 'Fills and cancellations come by the private stream; while it is down, open orders are polled.';
  const fees =
    orders.fee_asset === 'quote'
      ? 'Fees are taken in the quote asset.'
      : 'Fees are taken in the asset that an order receives.';
  const conversion = CONVERSIONS[orders.market_buy];
  return [
    events,
    fees,
    ...(conversion === undefined ? [] : [conversion]),
    `Client order ids have up to ${orders.client_id.length} characters; an order whose answer is lost is found by its own.`,
  ];
}

const CONVERSIONS: Readonly<Partial<Record<NonNullable<VenueDescription['orders']>['market_buy'], string>>> =
  {
    quote:
      'The venue takes market buys by their cost: the connector converts the size at the last price, so that what is bought differs from it a little.',
    priced_ioc:
      'The venue has no market orders: the connector sends limit orders 5 % beyond the last price that fill at once or not at all.',
  };
