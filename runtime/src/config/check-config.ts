import { parseSymbol } from '../data/market-symbol.js';
import { intervalSeconds } from '../data/interval.js';
import { ConfigValidationException } from '../exceptions.js';
import { nearest } from './nearest.js';

/** What a configuration key takes; `secret` is a text that is never shown; a list is "one of"; `?` may be left out. */
export type ConfigField =
  | 'text'
  | 'secret'
  | 'number'
  | 'flag'
  | 'text?'
  | 'secret?'
  | 'number?'
  | 'flag?'
  | readonly string[]
  | { readonly optional: readonly string[] };

export type ConfigFields = Readonly<Record<string, ConfigField>>;

/**
 * Holds a configuration against `fields` and the keys that every exchange has. Throws one
 * ConfigValidationException with every fault: missing, empty, mistyped, unknown (with the nearest known key),
 * malformed symbol, interval or address, an environment variable that was not filled in. Shows no credential's value.
 */
export function checkConfig(config: Readonly<Record<string, unknown>>, fields: ConfigFields): void {
  const known: ConfigFields = { ...COMMON_FIELDS, ...fields };
  const faults = [
    ...symbolFaults(config),
    ...intervalFaults(config),
    ...Object.entries(ADDRESS_SCHEMES).flatMap(([key, schemes]) => addressFaults(key, config[key], schemes)),
    ...lengthFaults(config),
    ...Object.entries(known).flatMap(([key, field]) => fieldFaults(key, config[key], field)),
    ...Object.keys(config).flatMap((key) => unknownFaults(key, known)),
  ];
  if (faults.length === 0) return;
  throw new ConfigValidationException(`the configuration is not usable: ${[...new Set(faults)].join('; ')}`);
}

/** For what does not come from a file: a value without keys has none that could be named, and code is no value. */
export function assertMapping(config: unknown): void {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new ConfigValidationException(
      'config: must be a mapping of keys to values; give at least { symbol: "BTC/USDT" }',
    );
  const code = Object.entries(config).flatMap(([key, value]) => (isData(value) ? [] : [key]));
  if (code.length > 0)
    throw new ConfigValidationException(
      `the configuration is not usable: ${code.map((key) => `${key}: must be plain data, not code`).join('; ')}`,
    );
}

function isData(value: unknown): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null) return true;
  try {
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}

const COMMON_FIELDS: ConfigFields = {
  name: 'text?',
  interval: 'text?',
  rest_url: 'text?',
  stream_url: 'text?',
  private_stream_url: 'text?',
  plot_data_max_len: 'number?',
};

function symbolFaults(config: Readonly<Record<string, unknown>>): string[] {
  const { symbol } = config;
  if (symbol === undefined || symbol === null || symbol === '') return ['symbol: is missing'];
  if (isUnresolved(symbol)) return [unresolved('symbol', symbol)];
  try {
    parseSymbol(symbol);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function intervalFaults(config: Readonly<Record<string, unknown>>): string[] {
  const { interval } = config;
  if (typeof interval !== 'string' || interval === '' || isUnresolved(interval)) return [];
  try {
    intervalSeconds(interval);
    return [];
  } catch {
    return ['interval: give it like 1m, 4h or 1d'];
  }
}

const ADDRESS_SCHEMES = {
  rest_url: ['https:', 'http:'],
  stream_url: ['wss:', 'ws:'],
  private_stream_url: ['wss:', 'ws:'],
} as const;

/** The address is not shown: some carry a token. */
function addressFaults(key: string, value: unknown, schemes: readonly string[]): string[] {
  if (typeof value !== 'string' || value.trim() === '' || isUnresolved(value)) return [];
  const isGood = URL.canParse(value) && schemes.includes(new URL(value).protocol);
  return isGood ? [] : [`${key}: must be an address that begins with ${schemes.join('// or ')}//`];
}

function lengthFaults({ plot_data_max_len: length }: Readonly<Record<string, unknown>>): string[] {
  const isGood = typeof length !== 'number' || (Number.isSafeInteger(length) && length >= 1);
  return isGood ? [] : ['plot_data_max_len: must be a whole number, 1 or more'];
}

function fieldFaults(key: string, value: unknown, field: ConfigField): string[] {
  if (key === 'symbol') return [];
  if (value === undefined || value === null) return isOptional(field) ? [] : [`${key}: is missing`];
  if (isUnresolved(value)) return [unresolved(key, value)];
  if (typeof value === 'string' && value.trim() === '') return [`${key}: is empty`];
  const choices = choicesOf(field);
  if (choices !== undefined) {
    return typeof value === 'string' && choices.includes(value)
      ? []
      : [`${key}: must be one of ${choices.join(', ')}`];
  }
  return isOfKind(value, field)
    ? []
    : [`${key}: must be ${KIND_WORDS[String(field).replace('?', '')] ?? 'a text'}`];
}

function unknownFaults(key: string, known: ConfigFields): string[] {
  if (key === 'symbol' || Object.hasOwn(known, key)) return [];
  const near = nearest(key, ['symbol', ...Object.keys(known)]);
  return [`${key}: is not known${near === undefined ? '' : `, do you mean ${near}?`}`];
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  text: 'a text',
  secret: 'a text (put it in quotes)',
  number: 'a number',
  flag: 'true or false',
};

function isOptional(field: ConfigField): boolean {
  return typeof field === 'string' ? field.endsWith('?') : 'optional' in field;
}

function choicesOf(field: ConfigField): readonly string[] | undefined {
  if (typeof field === 'string') return undefined;
  return 'optional' in field ? field.optional : field;
}

function isOfKind(value: unknown, field: ConfigField): boolean {
  if (field === 'number' || field === 'number?') return typeof value === 'number' && Number.isFinite(value);
  if (field === 'flag' || field === 'flag?') return typeof value === 'boolean';
  return typeof value === 'string';
}

const VARIABLE = /\$\{([A-Za-z_]\w*)\}/;

function isUnresolved(value: unknown): value is string {
  return typeof value === 'string' && VARIABLE.test(value);
}

function unresolved(key: string, value: string): string {
  return `${key}: the environment variable ${VARIABLE.exec(value)?.[1] ?? ''} is not filled in`;
}
