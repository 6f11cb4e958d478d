import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPreset, loadVenue, presetNames, type LoadedVenue } from '../../venues/index.js';
import type { Sandbox } from '../../sandbox/index.js';
import type { CommandContext } from '../cli/context.js';
import { ExitCode, UserError } from '../cli/errors.js';
import { suggestion } from '../naming/suggestion.js';
import type { SandboxResult } from '../report/results.js';
import { EXCHANGES, connectorNames, findWorkspace } from '../workspace/find.js';

export interface SandboxOptions {
  /** Connectors of this workspace or presets; without any, every connector of this workspace. */
  readonly venues: readonly string[];
  /** Of the first venue; further ones take free ports. */
  readonly port: number;
  readonly seed: number;
  /** Venue seconds per second. */
  readonly speed: number;
  /** The venue's time at the start, ms; default: now, so that clients which sign with their own clock are believed. */
  readonly start?: number | undefined;
  /** A YAML or JSON list of faults that strike from the start, at each venue. */
  readonly faults?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Serves a mock exchange for each venue and tells where, then goes on until it is interrupted. */
export async function sandbox(options: SandboxOptions, context: CommandContext): Promise<SandboxResult> {
  const venues = await Promise.all((await chosen(options.venues, context.cwd)).map(load));
  const addFaults = options.faults === undefined ? undefined : await faultsOf(options.faults, context);
  const { createSandbox } = await import('../../sandbox/index.js');
  const { seed, speed, start = Date.now() } = options;
  const open: Sandbox[] = [];
  try {
    for (const [index, venue] of venues.entries()) {
      const port = index === 0 ? options.port : 0;
      const served = await createSandbox({ venue, port, seed, speed, startTime: start }).catch(portProblem);
      open.push(served);
      addFaults?.(served);
    }
    for (const each of open) context.announce(options.json === true ? jsonLine(each) : textLines(each));
    await aborted(context.signal);
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
  return { command: 'sandbox', exitCode: ExitCode.clean, venues: venues.map(nameOf) };
}

/** What gives each mock the faults of the file; loaded where there is one. */
async function faultsOf(file: string, { cwd }: CommandContext): Promise<(served: Sandbox) => void> {
  const { addFaults, readFaults } = await import('../run/fault-list.js');
  const listed = await readFaults(resolve(cwd, file));
  return (served) => addFaults(served, listed);
}

type Source = { readonly name: string; readonly folder?: string };

async function chosen(asked: readonly string[], cwd: string): Promise<Source[]> {
  const root = findWorkspace(cwd);
  const connectors =
    root === undefined
      ? []
      : connectorNames(root).filter((name) => existsSync(join(root, EXCHANGES, name, 'venue.yaml')));
  const folder = (name: string): { folder?: string } =>
    root !== undefined && connectors.includes(name) ? { folder: join(root, EXCHANGES, name) } : {};
  const names = asked.length > 0 ? [...new Set(asked)] : connectors;
  const known = [...new Set([...connectors, ...(await presetNames())])].sort();
  if (names.length === 0) throw new UserError(`which venue? give one; known: ${known.join(', ')}`);
  for (const name of names) {
    if (!known.includes(name))
      throw new UserError(`unknown venue ${JSON.stringify(name)}; ${suggestion(name, known)}`);
  }
  return names.map((name) => ({ name, ...folder(name) }));
}

function load({ name, folder }: Source): Promise<LoadedVenue> {
  return folder === undefined ? loadPreset(name) : loadVenue(folder);
}

function jsonLine(served: Sandbox): string {
  return JSON.stringify({
    venue: nameOf(served.venue),
    rest: served.rest,
    stream: served.stream,
    private_stream: served.privateStream,
    control: served.control,
    dashboard: served.dashboard,
    credentials: served.credentials,
    symbols: served.symbols,
  });
}

function textLines(served: Sandbox): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['rest_url', served.rest],
    ['stream_url', served.stream],
    ['private_stream_url', served.privateStream],
    ['control', served.control],
    ['dashboard', served.dashboard],
    ...Object.entries(served.credentials),
    ['symbols', served.symbols.join(', ')],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(20)} ${value}`],
  );
  return [`${nameOf(served.venue)}: a mock exchange on this machine, until Ctrl-C`, ...lines].join('\n');
}

function nameOf(venue: LoadedVenue): string {
  return venue.description.venue;
}

function portProblem(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    throw new UserError('--port: the port is in use; give another, or 0 for a free one');
  if (code === 'EACCES')
    throw new UserError('--port: not allowed to listen there; give a port above 1023, or 0');
  throw error;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
