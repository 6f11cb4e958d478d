import { readFile } from 'node:fs/promises';
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
  // Loaded where it is needed: most programs that use the runtime read no YAML.
  const { parseConfig } = await import('./parse-config.js');
  return parseConfig(text, file, environment);
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
