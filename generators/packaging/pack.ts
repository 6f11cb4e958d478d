import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError, ExitCode } from '../cli/errors.js';

/** A package as `npm pack` would make it, in memory. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Such as `ats-runtime-0.1.0.tgz`. */
  readonly file: string;
  readonly bytes: Buffer;
}

/**
 * Packs what a package's `files` list (and what npm always takes along). The same files give the same bytes: entries
 * are sorted and carry no times, owners or modes of this machine. Works from a checkout that has been built and from
 * an installed package alike.
 */
export async function packPackage(folder: string): Promise<PackedPackage> {
  const { name, version, files } = readManifest(folder);
  const listed = files.filter((file) => !file.startsWith('!')).flatMap((file) => filesBelow(folder, file));
  const unlisted = files.filter((file) => file.startsWith('!')).map((file) => patternOf(file.slice(1)));
  const entries = [
    ...new Set([
      ...ALWAYS.filter((file) => existsSync(join(folder, file))),
      ...listed.filter((path) => !unlisted.some((pattern) => pattern.test(path))),
    ]),
  ];
  if (!entries.some((entry) => entry.startsWith('dist/'))) {
    throw new UserError(`${name} has not been built: run npm run build in its folder first`, {
      exitCode: ExitCode.failure,
    });
  }
  const archive = await tarOf(
    entries.sort().map((path) => ({ path, bytes: readFileSync(join(folder, path)) })),
  );
  return { name, version, file: `${name}-${version}.tgz`, bytes: await compress(archive, { level: 6 }) };
}

const compress = promisify(gzip);
const BLOCK = 512;

/**
 * The archive, header by header: the library's own writer streams each file through a pipe of its own, which takes
 * ten times as long for hundreds of small files in memory.
 */
async function tarOf(files: readonly { readonly path: string; readonly bytes: Buffer }[]): Promise<Buffer> {
  const { Header } = await import('tar/header');
  const blocks = files.flatMap(({ path, bytes }) => {
    const header = new Header({
      path: `package/${path}`,
      size: bytes.length,
      mode: modeOf(path),
      mtime: EPOCH,
      type: 'File',
    });
    header.encode();
    if (header.block === undefined || header.needPax)
      throw new Error(`${path} does not fit into a tar header`);
    return [header.block, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** npm makes what `bin` names executable when it installs; nothing else needs to be. */
function modeOf(path: string): number {
  return path.startsWith('dist/generators/bin/') ? 0o755 : 0o644;
}

const ALWAYS = ['package.json', 'README.md', 'LICENSE'];

/** npm's own date for such archives: old enough for every zip and tar tool. */
const EPOCH = new Date('1985-10-26T08:15:00.000Z');

function filesBelow(folder: string, path: string): string[] {
  const full = join(folder, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The compiler's notes on what to rebuild are of no use to anyone else. */
function isWanted(name: string): boolean {
  return !name.endsWith('.tsbuildinfo') && name !== '.DS_Store';
}

/** What `files` leaves out: `*` within a folder's name, and `**` for any folders. */
function patternOf(glob: string): RegExp {
  const parts = glob.split('/').map((part) => {
    if (part === '**') return '(?:[^/]+/)*';
    return `${part.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*')}/`;
  });
  return new RegExp(`^${parts.join('').slice(0, -1)}$`);
}

function readManifest(folder: string): { name: string; version: string; files: readonly string[] } {
  const file = join(folder, 'package.json');
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'name' in manifest &&
    'version' in manifest &&
    'files' in manifest
  ) {
    const { name, version, files } = manifest;
    if (typeof name === 'string' && typeof version === 'string' && isTextList(files))
      return { name, version, files };
  }
  throw new Error(`${file} lacks name, version or files`);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
