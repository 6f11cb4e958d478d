import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { formatAnew, STYLE } from './format-anew.js';

/** What the build has formatted already. */
export interface ReadyFormats {
  /** The prettier and the style that made them. */
  readonly engine: string;
  /** Formatted texts by the hash of what they were before. */
  readonly texts: Readonly<Record<string, string>>;
}

const FILE = fileURLToPath(new URL('ready-formats.json', import.meta.url));

/**
 * A text as prettier formats it, where the build knows that: nothing of prettier is loaded then. Hashes decide, so any other
 * text, another style and another prettier than the build's take the long way.
 */
export function readyFormat(text: string, path: string): string | undefined {
  known ??= readyTexts();
  const key = formatKey(text, path);
  return Object.hasOwn(known, key) ? known[key] : undefined;
}

let known: ReadyFormats['texts'] | undefined;

/** Written by our own build, so its shape is taken as given; a build without it formats. */
export function readyTexts(file: string = FILE): ReadyFormats['texts'] {
  if (!existsSync(file)) return {};
  const content: ReadyFormats = JSON.parse(readFileSync(file, 'utf8'));
  return content.engine === engine() ? content.texts : {};
}

/** The ending of the path decides how a text is read. */
export function formatKey(text: string, path: string): string {
  const ending = path.slice(path.lastIndexOf('.'));
  return createHash('sha256').update(`${ending}\0${text}`).digest('hex');
}

/** Part of the build. */
export async function writeReadyFormats(
  files: Iterable<readonly [path: string, text: string]>,
  file: string = FILE,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const [path, text] of files) texts.set(formatKey(text, path), await formatAnew(text, path));
  const sorted = [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
  const content: ReadyFormats = { engine: engine(), texts: Object.fromEntries(sorted) };
  writeFileSync(file, `${JSON.stringify(content)}\n`);
}

function engine(): string {
  const { version } = createRequire(import.meta.url)('prettier/package.json');
  return `prettier ${version} ${JSON.stringify(STYLE)}`;
}
