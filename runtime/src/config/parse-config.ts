import { isScalar, LineCounter, parseDocument, visit, type Document, type Scalar } from 'yaml';
import { ConfigValidationException } from '../exceptions.js';
import type { LoadedConfig } from './load-config.js';
import { nearest } from './nearest.js';

/** The configuration in a YAML or JSON text; throws as `loadConfig` does. */
export function parseConfig(
  text: string,
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => `${file}:${lines.linePos(offset ?? 0).line}`;
  const faults = document.errors.map((error) => `${at(error.pos[0])}: ${firstLine(error.message)}`);
  if (faults.length === 0) faults.push(...fillIn(document, environment, at));
  if (faults.length > 0) throw new ConfigValidationException(faults.join('; '));
  return checked(toValue(document, file), file);
}

const VARIABLE = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g;

function fillIn(
  document: Document,
  environment: Readonly<Record<string, string | undefined>>,
  at: (offset: number | undefined) => string,
): string[] {
  const faults: string[] = [];
  visit(document, {
    Scalar(key, node: Scalar) {
      if (key === 'key' || !isScalar(node) || typeof node.value !== 'string') return;
      node.value = node.value.replace(VARIABLE, (whole, name: string, otherwise: string | undefined) => {
        const value = environment[name];
        const isGiven = value !== undefined && (value !== '' || otherwise === undefined);
        if (!isGiven && otherwise === undefined) {
          faults.push(`${at(node.range?.[0])}: the environment variable ${name} is not set`);
        }
        return isGiven ? value : (otherwise ?? whole);
      });
    },
  });
  return faults;
}

/** An alias that is used over and over again makes a small file a huge value. */
const MOST_ALIASES = 100;

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw new ConfigValidationException(`${file}: the aliases in it cannot be followed`, { cause: error });
  }
}

function checked(value: unknown, file: string): LoadedConfig {
  if (!isObject(value)) throw new ConfigValidationException(`${file}: holds no configuration`);
  const { exchange } = value;
  const { namespace, config } = isObject(exchange) ? exchange : {};
  if (isObject(exchange) && typeof namespace === 'string' && isObject(config))
    return { ...value, exchange: { ...exchange, namespace, config } };
  const faults = isObject(exchange)
    ? [
        ...(typeof namespace === 'string'
          ? []
          : [wrong('namespace', exchange, 'it like "exchanges:my_venue"')]),
        ...(isObject(config) ? [] : [wrong('config', exchange, 'a map of what the exchange is to know')]),
      ].map((fault) => `exchange.${fault}`)
    : [wrong('exchange', value, 'a map with namespace and config')];
  throw new ConfigValidationException(faults.map((fault) => `${file}: ${fault}`).join('\n'));
}

/** That a key is missing, with a mistyped one that may be meant, or that it holds something else. */
function wrong(key: string, among: Readonly<Record<string, unknown>>, wanted: string): string {
  if (among[key] !== undefined && among[key] !== null) return `${key}: give ${wanted}`;
  const near = nearest(key, Object.keys(among));
  return near === undefined
    ? `${key}: is missing; give ${wanted}`
    : `${key}: is missing; "${near}" is no key here`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
