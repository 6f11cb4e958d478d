import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Contract } from '../contract/contract.js';
import { hashText } from '../manifest/hash.js';
import { packageRoot, runtimeRoot } from './package-root.js';

/** A runtime's contract, and the hash of each file it was read from, by path from the runtime's folder. */
export interface RuntimeContract {
  readonly contract: Contract;
  readonly sources: Readonly<Record<string, string>>;
}

/**
 * The contract of the runtime in `folder`. The build has read it already for the runtime that comes with this package;
 * only another one is parsed, which takes half a second.
 */
export async function contractOf(folder: string): Promise<RuntimeContract> {
  const shipped = readShipped();
  if (shipped !== undefined && isOf(shipped, folder)) return shipped;
  return parseContract(folder);
}

/** Writes the contract of the runtime beside this package into the build. */
export async function writeContract(): Promise<void> {
  writeFileSync(shippedFile(), `${JSON.stringify(await parseContract(runtimeRoot()))}\n`);
}

async function parseContract(runtime: string): Promise<RuntimeContract> {
  const { readContractWithFiles } = await import('../contract/read-contract.js');
  const { contract, files } = readContractWithFiles({ runtimeDir: runtime, root: runtime });
  const sources = files.map((file) => [
    relative(runtime, file).split(sep).join('/'),
    hashText(readFileSync(file, 'utf8')),
  ]);
  return { contract, sources: Object.fromEntries(sources) };
}

function isOf({ sources }: RuntimeContract, folder: string): boolean {
  return Object.entries(sources).every(([path, hash]) => {
    const file = join(folder, path);
    return existsSync(file) && hashText(readFileSync(file, 'utf8')) === hash;
  });
}

/** Written by our own build, so its shape is taken as given; a build without it goes the long way. */
function readShipped(): RuntimeContract | undefined {
  const file = shippedFile();
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function shippedFile(): string {
  return join(packageRoot(), 'dist', 'contract.json');
}
