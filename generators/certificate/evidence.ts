import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../manifest/hash.js';
import { EXCHANGES } from '../workspace/find.js';

/** What a certificate is bound to: another byte of it, and the certificate is stale. */
export interface Evidence {
  /** Versions of the packages that have a say: the runtime, and the one that brings the suite. */
  readonly packages: Readonly<Record<string, string>>;
  /** Hashes of the connector's files by path from its folder; line endings do not count. */
  readonly files: Readonly<Record<string, string>>;
}

export function evidenceOf(root: string, venue: string): Evidence {
  const folder = join(root, EXCHANGES, venue);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !isOurs(path))
    .sort();
  return {
    packages: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(root, name)])),
    files: Object.fromEntries(
      paths.map((path) => [path, hashText(readFileSync(join(folder, path), 'utf8'))]),
    ),
  };
}

/** What is not as it was, in words; nothing where all is. */
export function changesSince(before: Evidence, now: Evidence): readonly string[] {
  const packages = Object.keys(before.packages).filter(
    (name) => before.packages[name] !== now.packages[name],
  );
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(now.files)])].sort();
  return [
    ...paths.flatMap((path) => {
      const [was, is] = [before.files[path], now.files[path]];
      if (was === is) return [];
      return [`${path} ${was === undefined ? 'was added' : is === undefined ? 'was removed' : 'changed'}`];
    }),
    ...packages.map((name) => `${name} is ${now.packages[name]}, was ${before.packages[name]}`),
  ];
}

const PACKAGES = ['ats-runtime', 'create-ats-exchange'];

/** Records of this tool, and what an editor or a system leaves in a folder. */
function isOurs(path: string): boolean {
  return path.split(/[\\/]/).some((part) => part.startsWith('.'));
}

function versionOf(root: string, name: string): string {
  try {
    const json: unknown = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
    return typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}
