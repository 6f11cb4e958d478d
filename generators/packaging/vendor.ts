import { packPackage, type PackedPackage } from './pack.js';
import { packageRoot, runtimeRoot } from './package-root.js';

/** The two packages that a generated workspace brings along, so that it installs wherever it is cloned. */
export async function packVendor(): Promise<{
  readonly generator: PackedPackage;
  readonly runtime: PackedPackage;
}> {
  const [generator, runtime] = await Promise.all([packPackage(packageRoot()), packPackage(runtimeRoot())]);
  return { generator, runtime };
}
