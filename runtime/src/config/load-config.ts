import { readFile } from 'node:fs/promises';
import { isScalar, LineCounter, parseDocument, visit, type Document, type Scalar } from 'yaml';
import { ConfigValidationException } from '../exceptions.js';
import type { ExchangeReference } from './load-exchange.js';

/** A configuration file: the exchange, and whatever else the file has. */
export interface LoadedConfig {
  readonly exchange: ExchangeReference;
  readonly [key: string]: unknown;
}

/**
 * Reads a YAML or JSON configuration. `${NAME}` in a text is replaced by the environment variable, `${NAME:-text}`
 * by the text where there is no such variable. Throws a ConfigValidationException that names file and line of
 * everything that is wrong; values are not shown.
 */
export async function loadConfig(
  file: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<LoadedConfig> {
  const text = await readText(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => `${file}:${lines.linePos(offset ?? 0).line}`;
  const faults = document.errors.map((error) => `${at(error.pos[0])}: ${firstLine(error.message)}`);
  if (faults.length === 0) faults.push(...fillIn(document, environment, at));
  if (faults.length > 0) throw new ConfigValidationException(faults.join('; '));
  return checked(toValue(document, file), file);
}

async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new ConfigValidationException(`${file}: cannot be read; give the path of a YAML or JSON file`, {
      cause: error,
    });
  }
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
  if (!isObject(exchange)) throw new ConfigValidationException(`${file}: exchange: is missing`);
  const { namespace, config } = exchange;
  if (typeof namespace !== 'string') {
    throw new ConfigValidationException(
      `${file}: exchange.namespace: is missing; give it like "exchanges:my_venue"`,
    );
  }
  if (!isObject(config)) throw new ConfigValidationException(`${file}: exchange.config: is missing`);
  return { ...value, exchange: { ...exchange, namespace, config } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
