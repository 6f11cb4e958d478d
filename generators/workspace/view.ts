import { basename } from 'node:path';
import type { VenueDescription } from '../../venues/index.js';
import type { PackedPackage } from '../packaging/pack.js';

/** Where a workspace keeps the packages it is built with. */
export const VENDOR = 'vendor';

/** What a connector's configuration is rendered with. */
export interface ConfigView {
  readonly venueName: string;
  readonly namespace: string;
  readonly configFile: string;
  /** Each config key that holds a credential, with the environment variable it is taken from. */
  readonly credentials: readonly Credential[];
  readonly symbol: string;
  readonly interval: string;
}

/** What the workspace's templates are rendered with. */
export interface WorkspaceView extends ConfigView {
  readonly packageName: string;
  readonly title: string;
  readonly venue: string;
  readonly stateFile: string;
  readonly docs: string;
  readonly tradesLive: boolean;
  /** `file:` dependencies into vendor/. */
  readonly runtimeSpec: string;
  readonly generatorSpec: string;
}

interface Credential {
  readonly key: string;
  readonly variable: string;
  /** `${VARIABLE}`, as the config file has it. */
  readonly reference: string;
}

export function configView(description: VenueDescription): ConfigView {
  const intervals = Object.keys(description.intervals);
  return {
    venueName: description.name,
    namespace: `exchanges:${description.venue}`,
    configFile: `config/${description.venue}.yaml`,
    credentials: credentialsOf(description).map((key) => credential(description.venue, key)),
    symbol: usualSymbol(description),
    interval: intervals.includes('1m') ? '1m' : (intervals[0] ?? '1m'),
  };
}

export function workspaceView(
  root: string,
  description: VenueDescription,
  packages: { readonly generator: PackedPackage; readonly runtime: PackedPackage },
): WorkspaceView {
  return {
    ...configView(description),
    packageName: packageName(basename(root)),
    title: basename(root),
    venue: description.venue,
    stateFile: `config/${description.venue}.state.json`,
    docs: description.docs,
    tradesLive: description.kind === 'live',
    runtimeSpec: `file:${VENDOR}/${packages.runtime.file}`,
    generatorSpec: `file:${VENDOR}/${packages.generator.file}`,
  };
}

/** The market that the venue's mock exchange trades first. */
function usualSymbol({ sandbox }: VenueDescription): string {
  return Object.keys(sandbox.prices ?? {})[0] ?? 'BTC/USDT';
}

/** Only a connector that trades needs the venue's keys. */
function credentialsOf(description: VenueDescription): readonly string[] {
  if (description.kind !== 'live') return [];
  return description.auth?.credentials ?? [];
}

function credential(venue: string, key: string): Credential {
  const variable = `${venue}_${key}`.toUpperCase();
  return { key, variable, reference: `\${${variable}}` };
}

/** A folder's name as npm allows it for a package. */
function packageName(folder: string): string {
  const name = folder
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '');
  return name === '' || name === 'node_modules' || name === 'favicon.ico' ? 'my-trading' : name;
}
