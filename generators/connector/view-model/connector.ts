import { literal } from '../../naming/literal.js';
import { countsRequests, type VenueDescription } from '../../../venues/index.js';
import { candlesView, type CandlesView } from './candles.js';
import { objectLiteral } from './expression.js';
import { failuresView, type FailuresView } from './failures.js';
import { argument, requiredField } from './fields.js';
import { instrumentView, type InstrumentView } from './instrument.js';
import { keptTokenView, type KeptTokenView } from './kept-token.js';
import { marketView, type MarketView } from './market.js';
import { ordersView, type OrdersView } from './orders.js';
import { readmeView, type ReadmeView } from './readme.js';
import { signerView, type SignerView } from './signer.js';
import { streamTokenViews, type StreamTokenView } from './stream-tokens.js';
import { millisecondsCode } from './time.js';
import { feesView, walletView, type FeesView, type WalletView } from './wallet.js';

/** All that the templates of a connector to a venue need. Strings are code, unless they say otherwise. */
export interface ConnectorView {
  /** The venue's name and documentation, as plain text. */
  readonly name: string;
  readonly docs: string;
  readonly credentials: readonly string[];
  readonly market: MarketView;
  readonly signer: SignerView | undefined;
  readonly rest: RestView;
  readonly candles: CandlesView;
  readonly serverTime: { readonly path: string; readonly read: string } | undefined;
  readonly instrument: InstrumentView;
  readonly failures: FailuresView;
  readonly failureName: string;
  /** Undefined for a data feed, as are wallet and fees. */
  readonly orders: OrdersView | undefined;
  readonly wallet: WalletView | undefined;
  /** Whether the wallet has a file of its own. */
  readonly walletFile: boolean;
  readonly fees: FeesView | undefined;
  readonly tokens: readonly StreamTokenView[];
  /** The private stream's token, where it is renewed. */
  readonly keptToken: KeptTokenView | undefined;
  readonly aliasesHere: boolean;
  readonly notSupported: string;
  /** As plain text: the folder's name. */
  readonly venue: string;
  readonly readme: ReadmeView;
}

interface RestView {
  /** As plain text. */
  readonly host: string;
  readonly limits: readonly string[];
  /** As plain text. */
  readonly receiveWindow: string | undefined;
}

export function connectorView(
  description: VenueDescription,
  options: { readonly wallet: boolean },
): ConnectorView {
  const trades = description.kind === 'live';
  const market = marketView(description);
  const walletFile = trades && options.wallet;
  return {
    name: description.name,
    docs: description.docs,
    credentials: trades ? (description.auth?.credentials ?? []) : [],
    market,
    signer: trades ? signerView(description) : undefined,
    rest: restView(description, trades),
    candles: candlesView(description),
    serverTime: serverTimeView(description),
    instrument: instrumentView(description),
    failures: failuresView(description),
    failureName: `${camelCase(description.venue)}Failure`,
    orders: trades ? ordersView(description) : undefined,
    wallet: trades ? walletView(description) : undefined,
    walletFile,
    fees: trades ? feesView(description) : undefined,
    tokens: streamTokenViews(description, trades),
    keptToken: trades ? keptTokenView(description) : undefined,
    aliasesHere: market.aliases !== undefined && !walletFile,
    venue: description.venue,
    readme: readmeView(description),
    notSupported: literal(`${description.name} is a data feed: it has candles, no orders and no wallet`),
  };
}

function restView(description: VenueDescription, trades: boolean): RestView {
  const limits = description.limits.filter((limit) => trades || countsRequests(limit, 'public'));
  return {
    host: description.hosts.rest,
    limits: limits.map(({ capacity, per, used_header: used, left_headers: left, counts }) => {
      const entries: (readonly [string, string])[] = [
        ['capacity', literal(capacity)],
        ['per', literal(per)],
      ];
      if (counts !== 'weight') entries.push(['counts', literal([counts].flat())]);
      if (used !== undefined) entries.push(['usedHeader', literal(used.toLowerCase())]);
      if (left !== undefined) {
        const names = { limit: left.limit.toLowerCase(), left: left.left.toLowerCase() };
        entries.push(['leftHeader', literal(names)]);
      }
      return objectLiteral(entries) ?? '{}';
    }),
    receiveWindow: trades ? description.auth?.stamp?.past : undefined,
  };
}

function serverTimeView(description: VenueDescription): ConnectorView['serverTime'] {
  const endpoint = description.endpoints.server_time;
  if (endpoint === undefined) return undefined;
  const { paths, unit } = requiredField(endpoint.response.fields, 'time', 'endpoints.server_time.response');
  const path = endpoint.request.split(' ')[1] ?? '';
  return {
    path: literal(path),
    read: millisecondsCode('answer', argument(paths[0]), unit ?? endpoint.time_unit ?? description.time_unit),
  };
}

function camelCase(venue: string): string {
  return venue.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
