// Loads neither the grammar nor YAML: `loadVenue` does when it is called.
export { loadVenue, type LoadedVenue } from './load.js';
export { loadPreset, presetFolder, presetNames } from './preset.js';
export { nearest } from './nearest.js';
export { VenueError } from './problem.js';
export { lastField } from './list-pages.js';
export { countsRequests } from './limits.js';
export { lookedUp } from './lookup.js';
export { isRecord, readPath, setOwn, writePath } from './paths.js';
export { namesAssets, pathInMarket, sampleMarket, type MarketAssets } from './asset-paths.js';
export {
  parseTemplate,
  placeholders,
  renderTemplate,
  type Placeholder,
  type TemplatePart,
} from './templates.js';
export { ERROR_KINDS, INTERVAL_SECONDS, ORDER_CONDITIONS, type ErrorCase } from './words.js';
export type { Intervals } from './schema/intervals.js';
export type { OrdersDescription, VenueDescription } from './schema/venue.js';
export { FIELD_KINDS, type FieldKind, type FieldName } from './field-kinds.js';
export type { Around, FieldMap, Rows } from './schema/fields.js';
export type { FailedRows, Repeats } from './schema/refusals.js';
export type { Auth, DigestPart, ParametersText, PayloadPart, Signature } from './schema/auth.js';
export type { ServedFrame, ServedStream } from './schema/served-streams.js';
export type { CandlesEndpoint, Endpoint, EndpointName, ServedEndpoint } from './schema/endpoints.js';
export type { SocketRequestsDescription } from './schema/socket-requests.js';
export type { StreamTokenDescription } from './schema/stream-token.js';
export { privateStreamToken } from './stream-token.js';
export type {
  CandleStreamDescription,
  FrameDescription,
  KeepAlive,
  Match,
  OrderStreamDescription,
  StreamSequence,
} from './schema/streams.js';
export type {
  Condition,
  ConditionalValue,
  FieldMapping,
  OrderCondition,
  ParameterValue,
  SideWords,
  StatusCase,
} from './schema/values.js';
export type { PlacedScale } from './schema/fields.js';
export type { Endings, OrderStatusName, PlacedUnit, TimeUnit } from './schema/primitives.js';
