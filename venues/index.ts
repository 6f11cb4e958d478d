export { loadPreset, loadVenue, presetFolder, presetNames, type LoadedVenue } from './load.js';
export { parseVenue } from './parse.js';
export { nearest } from './nearest.js';
export { VenueError, type Problem } from './problem.js';
export { streamTokenEndpoint } from './stream-token.js';
export { isRecord, readPath, writePath } from './paths.js';
export {
  matchTemplate,
  parseTemplate,
  placeholders,
  renderTemplate,
  type Placeholder,
  type TemplatePart,
} from './templates.js';
export { venueSchema, ERROR_KINDS } from './schema/venue.js';
export { INTERVAL_SECONDS, type IntervalName, type Intervals } from './schema/intervals.js';
export type { ErrorCase, ErrorCaseDescription, OrdersDescription, VenueDescription } from './schema/venue.js';
export { FIELD_KINDS } from './schema/fields.js';
export type { FieldKind, FieldMap, FieldName, Rows } from './schema/fields.js';
export type { Auth, PayloadPart, Signature } from './schema/auth.js';
export type { CandlesEndpoint, Endpoint, EndpointName, ServedEndpoint } from './schema/endpoints.js';
export type {
  CandleStreamDescription,
  FrameDescription,
  KeepAlive,
  Match,
  OrderStreamDescription,
} from './schema/streams.js';
export type {
  Condition,
  ConditionalValue,
  FieldMapping,
  ParameterValue,
  StatusCase,
} from './schema/values.js';
export type { OrderStatusName, TimeUnit } from './schema/primitives.js';
