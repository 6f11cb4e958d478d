import { writeSync } from 'node:fs';
import { Redactor } from './redactor.js';

/** Called as pino is: `log.info('text')` or `log.info({ order }, 'text')`. */
export interface LogMethod {
  (message: string): void;
  (fields: object, message?: string): void;
}

/** The part of pino's interface that connectors use; a pino instance can be passed wherever a Logger is asked for. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  child(bindings: Readonly<Record<string, unknown>>): Logger;
}

/** A logger that knows secrets and shows none of them, in whatever text, object, error or URL they stand. */
export interface RedactingLogger extends Logger {
  /**
   * From now on `secret` (as it is, percent-encoded or in base64) is masked, until what is returned is called. Shorter
   * than 4 characters: ignored.
   */
  redact(secret: string): () => void;
  /** `text` with every known secret masked. */
  mask(text: string): string;
  child(bindings: Readonly<Record<string, unknown>>): RedactingLogger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LoggerOptions {
  /** The least serious level that is written; `silent` writes nothing. Default: `info`. */
  readonly level?: LogLevel | 'silent';
  /** Takes one line with its line feed. Default: standard error. */
  readonly write?: (line: string) => void;
  /** Milliseconds since 1970. Default: wall time. */
  readonly now?: () => number;
}

/**
 * A logger that writes one JSON object a line. Ours, and not pino, because pino alone pulls in more packages than a
 * connector may.
 */
export function createLogger(options: LoggerOptions = {}): RedactingLogger {
  const redactor = new Redactor();
  const write = options.write ?? writeToStderr;
  const now = options.now ?? Date.now;
  const threshold = RANK[options.level ?? 'info'];
  const emit: Emit = (level, bindings, first, message) => {
    if (RANK[level] < threshold) return;
    const fields = typeof first === 'string' ? {} : redactor.value(first);
    const text = typeof first === 'string' ? first : message;
    const entry = { level, time: new Date(now()).toISOString(), ...bindings, ...asFields(fields) };
    write(`${JSON.stringify(text === undefined ? entry : { ...entry, msg: redactor.text(text) })}\n`);
  };
  return build(redactor, emit, {});
}

/** `target` behind a redactor of its own: what passes through is masked, whoever the target is. */
export function redactingLogger(target: Logger): RedactingLogger {
  const redactor = new Redactor();
  const emit: Emit = (level, bindings, first, message) => {
    if (typeof first === 'string' && Object.keys(bindings).length === 0)
      return target[level](redactor.text(first));
    const fields = typeof first === 'string' ? {} : asFields(redactor.value(first));
    const text = typeof first === 'string' ? first : message;
    target[level]({ ...bindings, ...fields }, ...(text === undefined ? [] : [redactor.text(text)]));
  };
  return build(redactor, emit, {});
}

/** Masks what `logger` knows to be secret; a logger that knows none leaves the text as it is. */
export function maskSecrets(logger: Logger, text: string): string {
  return 'mask' in logger && typeof logger.mask === 'function' ? String(logger.mask(text)) : text;
}

/** Lets `logger` mask the secret, where it can, until what is returned is called. */
export function hideSecret(logger: Logger, secret: string): () => void {
  return isRedacting(logger) ? logger.redact(secret) : () => undefined;
}

function isRedacting(logger: Logger): logger is RedactingLogger {
  return 'redact' in logger && typeof logger.redact === 'function' && 'mask' in logger;
}

type Fields = Readonly<Record<string, unknown>>;
type Emit = (level: LogLevel, bindings: Fields, first: string | object, message: string | undefined) => void;

const RANK = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const;

function build(redactor: Redactor, emit: Emit, bindings: Fields): RedactingLogger {
  const method =
    (level: LogLevel): LogMethod =>
    (first: string | object, message?: string) =>
      emit(level, bindings, first, message);
  return {
    debug: method('debug'),
    info: method('info'),
    warn: method('warn'),
    error: method('error'),
    redact: (secret) => redactor.add(secret),
    mask: (text) => redactor.text(text),
    child: (more) => build(redactor, emit, { ...bindings, ...asFields(redactor.value(more)) }),
  };
}

function asFields(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) return { value };
  return Array.isArray(value) ? { values: value } : { ...value };
}

function writeToStderr(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // A full or closed pipe must not take the trading process down with it.
  }
}

/** The process's own logger: JSON lines on standard error from level info on. */
export const defaultLogger: RedactingLogger = createLogger();
