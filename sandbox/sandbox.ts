import { milliseconds } from 'ats-runtime';
import type { LoadedVenue } from '../venues/index.js';
import type { VirtualClock } from './clock/virtual-clock.js';
import type { LoggedRequest } from './dialect/request-log.js';
import type { Market } from './dialect/markets.js';
import type { MatchingEngine } from './engine/matching-engine.js';
import type { FaultPlan } from './faults/fault-plan.js';
import type { CandleStore } from './market/candle-store.js';
import { startSandbox } from './start-sandbox.js';
import type { StreamKind } from './streams/connection.js';

export interface SandboxOptions {
  readonly venue: LoadedVenue;
  /** The same seed gives the same prices, fills, faults and credentials. Default 1. */
  readonly seed?: number;
  /** The venue's port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** The control API's port. Default 0. */
  readonly controlPort?: number;
  /** Virtual time at the start, ms. Default 1,700,000,000,000 floored to the minute. */
  readonly startTime?: number;
  /** Prices stay within 0.5 % of their start, and liquidity stands at a fixed distance. */
  readonly calm?: boolean;
  /** `manual`, the default: time moves only by `clock.advance`; else how many times as fast as wall time it runs. */
  readonly speed?: number | 'manual';
  /** Credentials of the user's account, instead of ones made from the seed. */
  readonly credentials?: Readonly<Record<string, string>>;
  /** CSV texts `time,open,high,low,close,volume` by symbol: candles to serve instead of synthetic ones. */
  readonly csv?: Readonly<Record<string, string>>;
}

export interface ConnectionInfo {
  readonly id: number;
  readonly path: string;
  readonly subscriptions: readonly string[];
  readonly account: string | undefined;
}

/** A mock exchange that speaks one venue's dialect on 127.0.0.1. */
export interface Sandbox {
  readonly venue: LoadedVenue;
  /** `http://127.0.0.1:PORT` */
  readonly rest: string;
  readonly stream?: string;
  readonly privateStream?: string;
  /** The control API's address. */
  readonly control: string;
  /** The dashboard's page. */
  readonly dashboard: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** May read the same account, but not trade. */
  readonly readOnlyCredentials: Readonly<Record<string, string>>;
  /** `BTC/USDT` */
  readonly symbols: readonly string[];
  readonly clock: VirtualClock;
  readonly engine: MatchingEngine;
  /** The user's account in the engine. */
  readonly account: string;
  readonly faults: FaultPlan;
  /** The last requests, credentials masked, oldest first. */
  readonly requests: readonly LoggedRequest[];
  candles(symbol: string): CandleStore;
  market(symbol: string): Market;
  /** The id by which the venue's answers call an order of the engine. */
  orderId(order: { readonly id: string }): string;
  connections(): readonly ConnectionInfo[];
  /** Cuts every socket, or those subscribed to a kind of stream; returns how many. */
  cutStreams(kind?: StreamKind): number;
  /** While on, sockets stay open and silent. */
  silenceStreams(on: boolean): void;
  /** Sends a text to every socket subscribed to that kind of stream; returns to how many. */
  sendFrame(kind: StreamKind, text: string): number;
  /** Ends every stream token that can expire, as if its time had come; returns how many. */
  expireStreamTokens(): number;
  /** Order events wait until released. */
  holdOrderEvents(): void;
  releaseOrderEvents(order?: 'in_order' | 'reverse' | 'drop'): void;
  /** Resolves when the requests and frames under way have come to rest. */
  settle(): Promise<void>;
  /** Lets virtual time follow wall time, so many times as fast; 0 stops it. */
  setSpeed(speed: number): void;
  /** 0: time stands still. */
  readonly speed: number;
  /** A connector's configuration for this sandbox. */
  config(overrides?: Readonly<Record<string, unknown>>): Record<string, unknown>;
  close(): Promise<void>;
}

/**
 * Starts a mock exchange for a venue.
 * @throws Error with the system's code (EADDRINUSE) where the port is taken
 */
export function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  return startSandbox({ ...options, startTime: options.startTime ?? DEFAULT_START });
}

const MINUTE = milliseconds('1m');
const DEFAULT_START = Math.floor(1_700_000_000_000 / MINUTE) * MINUTE;
