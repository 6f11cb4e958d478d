import { identifiersIn } from './view-model/identifiers.js';

/** The names that a file takes from ats-runtime, as the inside of its import's braces. */
export function runtimeImports(code: string): string {
  const used = identifiersIn(code);
  const values = VALUES.filter((name) => used.has(name)).map((name) =>
    isTypeOnly(name, code) ? `type ${name}` : name,
  );
  const types = TYPES.filter((name) => used.has(name)).map((name) => `type ${name}`);
  return [...values, ...types].sort(byTypeAndName).join(', ');
}

/** Classes that may be named as types alone. */
function isTypeOnly(name: string, code: string): boolean {
  return !new RegExp(`\\b(new|instanceof|extends) ${name}\\b|\\b${name}[.(]`).test(code);
}

function byTypeAndName(a: string, b: string): number {
  const isType = Number(a.startsWith('type ')) - Number(b.startsWith('type '));
  if (isType !== 0) return isType;
  return a < b ? -1 : 1;
}

const VALUES = [
  'addBalances',
  'allRows',
  'findRow',
  'AssetBalance',
  'BaseExchange',
  'CandleFile',
  'CandleReplay',
  'CandleStream',
  'ExchangeConnectionException',
  'FeeCache',
  'Instrument',
  'NotImplementedException',
  'NotSupportedException',
  'Order',
  'OrderSide',
  'OrderStatus',
  'OrderTracker',
  'OrderType',
  'PrivateStream',
  'RestClient',
  'SimulatedExchange',
  'StreamToken',
  'VenueException',
  'beforeSubmission',
  'candleReader',
  'checkSimulatedConfig',
  'customSigner',
  'decimalText',
  'failureReader',
  'feesIn',
  'flatText',
  'intervalSeconds',
  'jwtSigner',
  'knownId',
  'marketRow',
  'pathSegment',
  'requestSigner',
  'symbolText',
  'utcTime',
] as const;

const TYPES = [
  'Answer',
  'Clock',
  'SimulatedConfig',
  'Candle',
  'CandleListener',
  'ExchangeConfig',
  'Fill',
  'MarketSymbol',
  'OrderReport',
  'RequestToSign',
  'SignatureParts',
] as const;
