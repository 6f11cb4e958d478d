import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareAnswer, type Difference } from '../../venues/infer/compare-answer.js';
import { secondsOf } from '../../venues/infer/values.js';
import { loadPreset, loadVenue, presetNames, readPath, type LoadedVenue } from '../../venues/index.js';
import type { CommandContext } from '../cli/context.js';
import { ExitCode, UserError, codeOf } from '../cli/errors.js';
import { suggestion } from '../naming/suggestion.js';
import { readOnlyRequest } from '../probe/read-only-request.js';
import type { ProbeCall, ProbeResult } from '../report/results.js';
import { EXCHANGES, connectorNames, findWorkspace } from '../workspace/find.js';

export interface ProbeOptions {
  /** A connector of this workspace, or a preset. */
  readonly venue: string;
  /** Allows hosts that are not this machine. */
  readonly live?: boolean | undefined;
}

const ROLES = ['server_time', 'instruments', 'candles'] as const;
/** How long one call may take, ms. */
const PATIENCE = 10_000;
/** A clock that is further off than this is told, ms. */
const OFFSET_TOLD = 1000;

/** Compares the venue with its description by read-only calls: time, instruments, candles. Nothing is signed or sent. */
export async function probe(
  { venue: name, live }: ProbeOptions,
  { cwd, signal, now }: Pick<CommandContext, 'cwd' | 'signal' | 'now'>,
): Promise<ProbeResult> {
  const venue = await load(name, cwd);
  const { rest } = venue.description.hosts;
  const { hostname } = new URL(rest);
  if (live !== true && !isLoopback(hostname)) {
    throw new UserError(
      `${name} is at ${hostname}, which is not this machine; add --live to call it (read-only, unsigned)`,
    );
  }
  const calls: ProbeCall[] = [];
  for (const role of ROLES) {
    const call = await callOf(venue, role, { signal, now: now().getTime() });
    if (call !== undefined) calls.push(call);
  }
  const isOther = calls.some(({ differences }) => differences.some(({ kind }) => kind !== 'note'));
  return {
    command: 'probe',
    exitCode: isOther ? ExitCode.failure : ExitCode.clean,
    venue: name,
    rest,
    calls,
  };
}

async function load(name: string, cwd: string): Promise<LoadedVenue> {
  const root = findWorkspace(cwd);
  const connectors = root === undefined ? [] : connectorNames(root);
  if (
    root !== undefined &&
    connectors.includes(name) &&
    existsSync(join(root, EXCHANGES, name, 'venue.yaml'))
  )
    return loadVenue(join(root, EXCHANGES, name));
  const known = [...new Set([...connectors, ...(await presetNames())])].toSorted();
  if (!known.includes(name))
    throw new UserError(`unknown venue ${JSON.stringify(name)}; ${suggestion(name, known)}`);
  return loadPreset(name);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

async function callOf(
  { description, samples }: LoadedVenue,
  role: (typeof ROLES)[number],
  { signal, now }: { readonly signal: AbortSignal; readonly now: number },
): Promise<ProbeCall | undefined> {
  const endpoint = description.endpoints[role];
  if (endpoint === undefined || endpoint.signed === true) return undefined;
  const { url, init, text } = readOnlyRequest(description, endpoint, now);
  try {
    const response = await fetch(url, {
      ...init,
      // An answer from elsewhere is not the described host's.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    });
    const body = await response.text();
    if (!response.ok)
      return { role, request: text, differences: [failed(`answers with HTTP ${response.status}`)] };
    const answer = parsed(body);
    if (answer === undefined) return { role, request: text, differences: [failed('the answer is not JSON')] };
    const described = { role, rows: endpoint.response, sample: samples.get(endpoint.sample) };
    const timeUnit = endpoint.time_unit ?? description.time_unit;
    const differences = compareAnswer({ ...described, timeUnit }, answer);
    const offset = role === 'server_time' ? clockOffset(endpoint.response.fields.time, answer, now) : [];
    return { role, request: text, differences: [...differences, ...offset] };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { role, request: text, differences: [failed(`could not be reached (${reasonOf(error)})`)] };
  }
}

function failed(message: string): Difference {
  return { kind: 'missing', message };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function clockOffset(mapping: unknown, answer: unknown, now: number): readonly Difference[] {
  const path = typeof mapping === 'string' ? mapping : mappedPath(mapping);
  const seconds = path === undefined ? undefined : secondsOf(readPath(answer, path));
  if (seconds === undefined) return [];
  const offset = Math.round(seconds * 1000 - now);
  if (Math.abs(offset) < OFFSET_TOLD) return [];
  const side = offset > 0 ? 'ahead of' : 'behind';
  return [{ kind: 'note', message: `the venue’s clock is ${Math.abs(offset)} ms ${side} this machine’s` }];
}

function mappedPath(mapping: unknown): string | undefined {
  if (typeof mapping !== 'object' || mapping === null || !('path' in mapping)) return undefined;
  return typeof mapping.path === 'string' ? mapping.path : undefined;
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return codeOf(cause) ?? codeOf(error) ?? (error instanceof Error ? error.name : 'unknown');
}
