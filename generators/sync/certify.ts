import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import type { SyncPorts } from './ports.js';
import { isNoWorse, type Scorecard } from './scorecard.js';
import type { ConnectorOutcome } from './sync-connector.js';

export interface CertifyInput {
  readonly root: string;
  readonly outcomes: readonly ConnectorOutcome[];
  readonly score: SyncPorts['score'];
  readonly signal: AbortSignal;
}

const UNSCORED: Scorecard = { typeErrors: 0, passed: 0, failed: 0 };

/**
 * Tries the merge in a copy of the workspace: each connector is scored before and after, and one that would come
 * out worse is not moved in. The copy shares the installed packages and goes in any case.
 */
export async function certify({ root, outcomes, score, signal }: CertifyInput): Promise<ConnectorOutcome[]> {
  const venues = outcomes.filter(({ result }) => result.changes.length > 0).map(({ result }) => result.venue);
  if (venues.length === 0) return [...outcomes];
  const shadow = realpathSync(mkdtempSync(join(tmpdir(), 'ats-shadow-')));
  try {
    copyWorkspace(root, shadow);
    const before = await score(shadow, venues, signal);
    for (const { writes } of outcomes) applyTo(shadow, writes);
    const after = await score(shadow, venues, signal);
    return outcomes.map((outcome) => {
      const { venue, changes } = outcome.result;
      if (changes.length === 0) return outcome;
      const cards = { before: before.get(venue) ?? UNSCORED, after: after.get(venue) ?? UNSCORED };
      const accepted = isNoWorse(cards.after, cards.before);
      return { ...outcome, result: { ...outcome.result, proof: { ...cards, accepted } } };
    });
  } finally {
    rmSync(shadow, { recursive: true, force: true });
  }
}

function copyWorkspace(root: string, shadow: string): void {
  cpSync(root, shadow, {
    recursive: true,
    filter: (source) => {
      const name = basename(source);
      const isTop = dirname(relative(root, source)) === '.';
      return !(name === 'node_modules' || name === '.git' || (isTop && (name === '.ats' || name === 'dist')));
    },
  });
  const modules = join(root, 'node_modules');
  if (existsSync(modules)) symlinkSync(modules, join(shadow, 'node_modules'), 'junction');
}

function applyTo(shadow: string, writes: ConnectorOutcome['writes']): void {
  for (const [path, text] of writes) {
    const file = join(shadow, path);
    if (text === undefined) {
      rmSync(file, { force: true });
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
