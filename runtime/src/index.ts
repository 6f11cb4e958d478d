export { BaseExchange, type ExchangeConfig, type HostKind } from './base-exchange.js';
export { sleep, systemClock, type Clock, type Timer } from './clock.js';
export { type ConfigField, type ConfigFields } from './config/check-config.js';
export { loadConfig, type LoadedConfig } from './config/load-config.js';
export { loadExchange, type ExchangeReference, type LoadOptions } from './config/load-exchange.js';
export { addBalances } from './data/add-balances.js';
export { AssetBalance } from './data/asset-balance.js';
export {
  candleReader,
  type CandleFieldPlaces,
  type CandleReader,
  type TimeUnit,
} from './data/candle-reader.js';
export { utcTime } from './data/utc-time.js';
export { Candle, type CandleFields, type CandleListener } from './data/candle.js';
export { Instrument, type InstrumentRules } from './data/instrument.js';
export { intervalSeconds } from './data/interval.js';
export { marketRow } from './data/market-row.js';
export { parseSymbol, symbolText, type MarketSymbol } from './data/market-symbol.js';
export { Decimal, decimalText, parseDecimal, type DecimalInput } from './decimal.js';
export { milliseconds, type Duration } from './duration.js';
export { systemEnvironment, type ExchangeEnvironment } from './environment.js';
export {
  AtsException,
  ConfigValidationException,
  ExchangeConnectionException,
  InsufficientBalanceException,
  InvalidOrderSubmissionException,
  MalformedAnswerException,
  NamespaceNotFoundException,
  NetworkException,
  NotConnectedException,
  NotImplementedException,
  NotSupportedException,
  NoWalletAssetFoundException,
  OrderNotCancelledException,
  OrderNotFoundException,
  OrderNotSubmittedException,
  RequestTimeoutException,
  VenueException,
  type ExceptionDetails,
  type VenueFailureDetails,
  type VenueFailureKind,
} from './exceptions.js';
export { FeeCache, type FeeCacheOptions } from './fee-cache.js';
export { Answer } from './http/answer.js';
export {
  customSigner,
  type CustomRecipe,
  type RequestToSign,
  type SignatureParts,
} from './http/custom-signer.js';
export {
  failureReader,
  type FailureReader,
  type FailureRecipe,
  type SuccessMark,
  type VenueFailure,
} from './http/failure-reader.js';
export { flatText } from './http/flat-text.js';
export { type JwtAlgorithm } from './http/jwt-key.js';
export { allRows, findRow, type AskPage, type PageRecipe } from './http/pages.js';
export {
  jwtSigner,
  type JwtFields,
  type JwtRecipe,
  type JwtSigner,
  type JwtValue,
} from './http/jwt-signer.js';
export {
  pathSegment,
  type ParamEncoding,
  type Params,
  type ParamValue,
  type PercentEncode,
} from './http/params.js';
export { type Lane, type RateLimit, type RequestKind } from './http/rate-limiter.js';
export { RestClient, type RequestOptions, type RestClientOptions } from './http/rest-client.js';
export { requestSigner, type RequestSigner, type SignerRecipe } from './http/signer.js';
export { type SigningContext } from './http/signing-context.js';
export { type DigestText, type HashName, type KeySource, type SignaturePayload } from './http/signing-key.js';
export { type HttpMethod, type UnsignedRequest, type WireRequest } from './http/wire-request.js';
export {
  createLogger,
  defaultLogger as logger,
  type Logger,
  type LoggerOptions,
  type LogLevel,
  type LogMethod,
  type RedactingLogger,
} from './logging/logger.js';
export { beforeSubmission } from './orders/before-submission.js';
export { type ClientIdRules } from './orders/client-id.js';
export { feesIn } from './orders/fees-in.js';
export { knownId } from './orders/known-id.js';
export { OrderSide, OrderStatus, OrderType } from './orders/order-constants.js';
export { type Fill, type OrderReport } from './orders/order-report.js';
export { OrderTracker, type OrderTrackerOptions } from './orders/order-tracker.js';
export { Order, type OrderFields, type OrderStatusListener, type TrailEntry } from './orders/order.js';
export { validateOrder, type OrderRules } from './orders/validate-order.js';
export { PlotData, type DataPoint } from './plot/plot-data.js';
export { type PlotContents } from './plot/plot-view.js';
export { SimpleState, type JsonValue } from './state/simple-state.js';
export { StateFileException, StateLockedException } from './state/state-file-exception.js';
export { CandleStream, type CandleStreamOptions } from './stream/candle-stream.js';
export { type StreamCandle } from './stream/candle-sequence.js';
export { type FrameCompression } from './stream/frame-text.js';
export { type KeepAlive, type StreamMessage } from './stream/keep-alive.js';
export {
  PrivateStream,
  type PrivateStreamListener,
  type PrivateStreamOptions,
} from './stream/private-stream.js';
export {
  StreamConnection,
  type SendMessage,
  type StreamConnectionOptions,
  type StreamUrl,
} from './stream/stream-connection.js';
export { type StreamMessages, type StreamSessionOptions } from './stream/stream-session.js';
export { StreamToken, type StreamTokenOptions } from './stream/stream-token.js';
export { CandleFileException } from './csv/candle-file-exception.js';
export { CandleFile, readCandles, type CandleBatch, type CandleFileOptions } from './csv/candle-file.js';
export { type CandleGap, type CandleSummary } from './csv/interval-survey.js';
export {
  Exchange as BackTradingExchange,
  type Config as BackTradingConfig,
} from './exchanges/back_trading/index.js';
export {
  Exchange as PaperTradingExchange,
  type Config as PaperTradingConfig,
  type FeedReference,
} from './exchanges/paper_trading/index.js';
export { type FeeRates, type SimulatedBrokerOptions } from './simulation/broker-options.js';
export { CandleReplay, type CandleReplayOptions } from './simulation/candle-replay.js';
export { type FillTiming, type Liquidity } from './simulation/market-rules.js';
export { SimulatedBroker, type SimulatedExecution } from './simulation/simulated-broker.js';
export {
  checkSimulatedConfig,
  type SimulatedConfig,
  type SimulatedConfigRules,
  type ValueCheck,
} from './simulation/simulated-config.js';
export { SimulatedExchange } from './simulation/simulated-exchange.js';
