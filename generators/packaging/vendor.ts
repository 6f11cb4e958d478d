import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { packPackage, type PackedPackage } from './pack.js';
import { packageRoot } from './package-root.js';

/** The two packages that a generated workspace brings along, so that it installs wherever it is cloned. */
export async function packVendor(): Promise<{
  readonly generator: PackedPackage;
  readonly runtime: PackedPackage;
}> {
  const [generator, runtime] = await Promise.all([packPackage(packageRoot()), packPackage(runtimeRoot())]);
  return { generator, runtime };
}

/** Where `ats-runtime` is: a link of the npm workspace in a checkout, a folder in node_modules once installed. */
export function runtimeRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('ats-runtime/package.json'));
}
