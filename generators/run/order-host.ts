import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeReference } from 'ats-runtime';
import { parse } from 'yaml';
import { isRecord } from '../../venues/index.js';
import { EXCHANGES } from '../workspace/find.js';

/** Built-in exchanges that fill orders by themselves. */
const SIMULATED = ['paper_trading', 'back_trading'];
const SIMULATED_KINDS = ['paper', 'backtest'];

/**
 * Where this exchange would send orders, if that is not certainly this machine: in words, for a message. Decided by the
 * configuration's `rest_url`; without one by what the connector is: one that simulates its fills sends none anywhere,
 * every other goes to its venue.
 */
export function foreignOrderHost({ namespace, config }: ExchangeReference, root: string): string | undefined {
  const { rest_url } = config;
  if (typeof rest_url === 'string')
    return isLoopback(rest_url) ? undefined : `rest_url is ${shown(rest_url)}`;
  const name = namespace.replace(/^exchanges:/, '');
  const folder = join(root, EXCHANGES, name);
  if (!existsSync(folder) && SIMULATED.includes(name)) return undefined;
  const { kind, host } = describedIn(join(folder, 'venue.yaml'));
  if (SIMULATED_KINDS.includes(kind)) return undefined;
  return `there is no rest_url, so they go to ${host === '' ? 'the venue' : shown(host)}`;
}

export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Without what could be a credential in it. */
function shown(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : 'no address';
}

function describedIn(file: string): { readonly kind: string; readonly host: string } {
  if (!existsSync(file)) return { kind: '', host: '' };
  const venue: unknown = parse(readFileSync(file, 'utf8'));
  if (!isRecord(venue)) return { kind: '', host: '' };
  const { kind, hosts } = venue;
  const host = isRecord(hosts) ? hosts['rest'] : undefined;
  return { kind: typeof kind === 'string' ? kind : '', host: typeof host === 'string' ? host : '' };
}
