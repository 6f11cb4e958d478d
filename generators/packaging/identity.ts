import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../manifest/hash.js';
import type { GeneratorIdentity } from '../manifest/record.js';
import { packageRoot, packageVersion } from './package-root.js';

/** What tells one state of this tool from another: its version, and a hash over the connector's templates. */
export function generatorIdentity(): GeneratorIdentity {
  const folder = join(packageRoot(), 'templates', 'connector');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = files.map((file) => `${file.slice(folder.length)}\n${readFileSync(file, 'utf8')}`);
  return { version: packageVersion(), templates: hashText(texts.join('\0')) };
}
