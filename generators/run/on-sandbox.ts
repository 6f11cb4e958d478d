import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeReference } from 'ats-runtime';
import type { Sandbox } from '../../sandbox/index.js';
import { loadPreset, loadVenue, presetNames, type LoadedVenue } from '../../venues/index.js';
import { UserError } from '../cli/errors.js';
import { EXCHANGES } from '../workspace/find.js';

/** A mock of the configured exchange's venue, and the configuration that leads the exchange to it. */
export interface OnSandbox {
  readonly sandbox: Sandbox;
  readonly reference: ExchangeReference;
}

/**
 * Starts a mock of the venue that the exchange trades at, at the pace of wall time. Addresses and credentials of the
 * configuration give way to the mock's; everything else stays.
 */
export async function onSandbox({ namespace, config }: ExchangeReference, root: string): Promise<OnSandbox> {
  const venue = await venueOf(namespace, root);
  if (venue.description.kind === 'backtest')
    throw new UserError(`--sandbox: ${namespace} replays a file and calls no venue`);
  const { createSandbox } = await import('../../sandbox/index.js');
  const sandbox = await createSandbox({ venue, speed: 1, startTime: Date.now() });
  const { symbols } = sandbox;
  if (typeof config['symbol'] === 'string' && !symbols.includes(config['symbol'])) {
    await sandbox.close();
    throw new UserError(
      `--sandbox: the mock has no ${config['symbol']}; give one of ${symbols.join(', ')} as symbol`,
    );
  }
  return { sandbox, reference: { namespace, config: { ...config, ...placesOf(sandbox) } } };
}

/** Where the mock is and who trades there; what does not trade takes its candles alone. */
function placesOf(sandbox: Sandbox): Readonly<Record<string, unknown>> {
  const { rest, stream, privateStream, credentials, venue } = sandbox;
  const market = { rest_url: rest, ...(stream === undefined ? {} : { stream_url: stream }) };
  if (venue.description.kind !== 'live') return market;
  return {
    ...market,
    ...(privateStream === undefined ? {} : { private_stream_url: privateStream }),
    ...credentials,
  };
}

/** The environment, with a word for each variable that the file wants and nobody set: the mock has its own credentials. */
export async function withoutCredentials(
  file: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Readonly<Record<string, string | undefined>>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const wanted = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => [name, 'not set'] as const);
  return { ...Object.fromEntries(wanted), ...environment };
}

async function venueOf(namespace: string, root: string): Promise<LoadedVenue> {
  const name = namespace.replace(/^exchanges:/, '');
  const folder = join(root, EXCHANGES, name);
  const isConnector = existsSync(folder);
  if (isConnector && existsSync(join(folder, 'venue.yaml'))) return loadVenue(folder);
  if (!isConnector && (await presetNames()).includes(name)) return loadPreset(name);
  throw new UserError(`--sandbox: ${namespace} has no venue.yaml that tells what its venue is like`);
}
