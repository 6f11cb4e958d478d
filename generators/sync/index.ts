export { undoLast } from '../tree/undo.js';
export { explainMember, type MemberExplanation } from './explain.js';
export type { SyncPorts } from './ports.js';
export type { ConnectorSync, SyncResult } from './result.js';
export type { Scorecard } from './scorecard.js';
export { statusOf, type ConnectorStatus } from './status.js';
export { syncWorkspace, type SyncOptions } from './sync-workspace.js';
