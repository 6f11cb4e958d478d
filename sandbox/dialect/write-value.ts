import { Decimal } from 'ats-runtime';
import {
  FIELD_KINDS,
  type Endings,
  type FieldName,
  type OrderStatusName,
  type SideWords,
  type PlacedScale,
  type PlacedUnit,
  type TimeUnit,
} from '../../venues/index.js';
import type { EngineOrder } from '../engine/types.js';
import { endingOf, endingWord } from './ending.js';
import { exactNumber } from './exact-number.js';
import { amountOf, type Fact } from './facts.js';
import { walletId, type Ids } from './ids.js';
import { timeText } from './times.js';
import type { Execution, Words } from './words.js';

export interface WriteContext {
  readonly words: Words;
  readonly ids: Ids;
  readonly timeUnit: TimeUnit;
  /** Assets stand as the wallet names them. */
  readonly isWallet?: boolean;
}

export interface WriteOptions {
  readonly unit?: PlacedUnit;
  /** The text that stands for true. */
  readonly equals?: string;
  readonly scale?: Exclude<PlacedScale, 'signed'>;
  /** What stands there where the ledger has no such value. */
  readonly none?: string | number | null;
  /** The place's own words for statuses. */
  readonly statuses?: Readonly<Record<string, OrderStatusName>>;
  /** The place's own words for sides. */
  readonly sides?: SideWords;
  /** The place's own words for what is ours. */
  readonly words?: Readonly<Record<string, string>>;
  /** The place's words for why an order ended. */
  readonly endings?: Endings;
}

/** Writes an amount as JSON text, in the form of a sample that is text. */
export function amountWriter(sample: string): (fact: Fact) => string {
  const places = paddedPlaces(sample);
  return (fact = NOTHING) =>
    typeof fact === 'string'
      ? `"${padded(fact, places)}"`
      : JSON.stringify(decimalValue(fact, sample, undefined));
}

/**
 * A ledger value in the form that the sample has at its place: text or number, padded alike. `order`: the one that the
 * row is about; its type's word depends on more than the type.
 */
export function wireValue(
  field: FieldName,
  fact: Fact,
  sample: unknown,
  context: WriteContext,
  options: WriteOptions = {},
  order?: EngineOrder,
): unknown {
  switch (FIELD_KINDS[field]) {
    case 'decimal':
      return decimalValue(fact, sample, options.scale);
    case 'integer':
      // Sequence numbers follow the clock, which runs between milliseconds.
      return like(sample, String(typeof fact === 'number' ? Math.floor(fact) : (fact ?? 0)));
    case 'time':
      return typeof fact === 'number'
        ? like(sample, timeText(fact, options.unit ?? context.timeUnit, sample))
        : sample;
    case 'flag':
      return flagValue(fact === true, sample, options.equals);
    case 'symbol':
      return context.words.symbol(String(fact));
    case 'asset':
      if (fact === undefined) return null;
      return inCaseOf(
        sample,
        context.isWallet === true
          ? context.words.walletAsset(String(fact))
          : context.words.asset(String(fact)),
      );
    case 'interval':
      return like(sample, context.words.intervalText(Number(fact)));
    default:
      return wordValue(field, fact, sample, context, options, order);
  }
}

/**
 * Decimal text with at least as many places as a padded sample ("0.01000000") has; no digit of the ledger's is lost.
 */
export function decimalText(value: Decimal, sample: unknown): string {
  return value.toFixed(Math.max(value.decimalPlaces(), paddedPlaces(sample)));
}

function decimalValue(told: Fact, sample: unknown, scale: WriteOptions['scale']): unknown {
  const fact = told ?? NOTHING;
  if (typeof fact === 'string' && scale === undefined && typeof sample !== 'number')
    return padded(fact, paddedPlaces(sample));
  const value = scaled(amountOf(fact) ?? ZERO, scale);
  return typeof sample === 'number'
    ? exactNumber(value)
    : decimalText(value.isZero() ? value.abs() : value, sample);
}

const NOTHING = '0';
const ZERO = new Decimal(NOTHING);

/** The shortest plain text with zeros after it, up to so many places. */
function padded(text: string, places: number): string {
  if (places === 0) return text;
  const point = text.indexOf('.');
  if (point < 0) return `${text}.${ZEROS.slice(0, places)}`;
  return text + ZEROS.slice(0, Math.max(0, places - (text.length - 1 - point)));
}

const ZEROS = '0'.repeat(64);

export function scaled(value: Decimal, scale: WriteOptions['scale']): Decimal {
  if (scale === 'percent') return value.mul(100);
  if (scale === 'basis_points') return value.mul(10_000);
  if (scale === 'whole') return value.trunc();
  return scale === 'negated' ? value.negated() : value;
}

function paddedPlaces(sample: unknown): number {
  return typeof sample === 'string' ? (/\.(\d*0)$/.exec(sample)?.[1]?.length ?? 0) : 0;
}

export function flagValue(flag: boolean, sample: unknown, equals: string | undefined): unknown {
  if (equals === undefined)
    return like(sample, typeof sample === 'number' ? String(Number(flag)) : String(flag));
  if (flag) return like(sample, equals);
  const opposite = OPPOSITES[equals];
  if (opposite !== undefined) return like(sample, opposite);
  return sample === undefined || String(sample) === equals ? '' : sample;
}

const OPPOSITES: Readonly<Record<string, string>> = {
  '1': '0',
  '0': '1',
  true: 'false',
  false: 'true',
  buy: 'sell',
  sell: 'buy',
  BUY: 'SELL',
  SELL: 'BUY',
  T: 'M',
  M: 'T',
  t: 'm',
  m: 't',
  maker: 'taker',
  taker: 'maker',
  makerFee: 'takerFee',
  takerFee: 'makerFee',
};

function wordValue(
  field: FieldName,
  fact: Fact,
  sample: unknown,
  context: WriteContext,
  { statuses, sides, words: own, endings, none }: WriteOptions,
  order: EngineOrder | undefined,
): unknown {
  const { words, ids } = context;
  const placed = own?.[String(fact)];
  if (placed !== undefined) return placed;
  switch (FIELD_KINDS[field]) {
    case 'side':
      // A word of which only the beginning is known is written by what is made of several fields.
      if (sides?.buy.endsWith('*') === true) return sample;
      return like(sample, words.sideText(fact === 'SELL' ? 'SELL' : 'BUY', sides));
    case 'type':
      return order === undefined ? String(fact) : words.typeText(order);
    case 'time_in_force':
      return order === undefined ? String(fact) : words.timeInForceText(order);
    case 'self_trade':
      return words.selfTradeText(String(fact));
    case 'ending':
      return endingWord(String(fact), endings, none);
    case 'status':
      if (!isStatus(fact)) return String(fact);
      return (
        (order && endingWord(endingOf(order, fact) ?? '', endings, null)) ??
        words.statusText(fact, statuses, order)
      );
    case 'execution':
      return isExecution(fact) ? words.executionText(fact) : String(fact);
    default:
      if (fact === undefined) return typeof sample === 'number' ? -1 : '';
      if (field === 'order_id' || field === 'fill_id') {
        const codec = field === 'order_id' ? ids.orderId : ids.fillId;
        // A place may have numbers where others have names: public trades, where a list goes on.
        const isNumbered = typeof sample === 'number' && !codec.isNumeric;
        return like(sample, isNumbered ? String(fact) : codec.encode(String(fact)));
      }
      if (field === 'wallet_id') return like(sample, walletId(String(fact), sample));
      return field === 'client_order_id' || field === 'order_tag' ? like(sample, String(fact)) : String(fact);
  }
}

/** Venues whose markets are in lower case may have their assets in upper case, and the reverse. */
function inCaseOf(sample: unknown, text: string): string {
  if (typeof sample !== 'string' || sample.toLowerCase() === sample.toUpperCase()) return text;
  if (sample === sample.toLowerCase()) return text.toLowerCase();
  return sample === sample.toUpperCase() ? text.toUpperCase() : text;
}

/** The text as the JSON type that the sample has. */
function like(sample: unknown, text: string): unknown {
  if (typeof sample === 'number') return Number(text);
  if (typeof sample === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

const STATUSES = ['PENDING', 'PARTIALLY_FILLED', 'COMPLETED', 'CANCELLED', 'EXPIRED'] as const;
const EXECUTIONS: readonly Execution[] = [
  'accepted',
  'filled',
  'completed',
  'cancelled',
  'expired',
  'rejected',
];

function isStatus(fact: Fact): fact is (typeof STATUSES)[number] {
  return STATUSES.some((status) => status === fact);
}

function isExecution(fact: Fact): fact is Execution {
  return EXECUTIONS.some((execution) => execution === fact);
}
