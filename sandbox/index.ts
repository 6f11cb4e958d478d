export { createSandbox, type ConnectionInfo, type Sandbox, type SandboxOptions } from './sandbox.js';
export { loadPreset, loadVenue, presetNames, type LoadedVenue } from '../venues/index.js';
export type { FaultHit, FaultRule, HttpFault, OrderEventsRule, StreamFault } from './faults/fault.js';
export type { FaultHandle, FaultPlan } from './faults/fault-plan.js';
export type { LoggedRequest } from './dialect/request-log.js';
export type { Market } from './dialect/markets.js';
export type { VirtualClock } from './clock/virtual-clock.js';
export type { MatchingEngine } from './engine/matching-engine.js';
export type { CandleStore } from './market/candle-store.js';
