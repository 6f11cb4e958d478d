import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashText } from '../manifest/hash.js';
import { packageRoot } from '../packaging/package-root.js';

/** Compiled templates by the hash of their source. */
export type ReadyTemplates = Readonly<Record<string, TemplateSpecification>>;

const FILE = fileURLToPath(new URL('ready-templates.cjs', import.meta.url));

/** What the build has compiled; nothing where the sources run uncompiled. */
export function readyTemplates(): ReadyTemplates {
  return existsSync(FILE) ? createRequire(import.meta.url)(FILE) : {};
}

/** Part of the build: compiles every template. */
export async function writeReadyTemplates(): Promise<void> {
  const folder = join(packageRoot(), 'templates');
  const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  writeFileSync(FILE, await readyTemplatesCode(texts));
}

/** The source of a CommonJS module that exports `ReadyTemplates`. */
export async function readyTemplatesCode(texts: readonly string[]): Promise<string> {
  const [{ default: handlebars }, { TEMPLATE_OPTIONS }] = await Promise.all([
    import('handlebars'),
    import('./template.js'),
  ]);
  const entries = texts.map(
    (text) => `${JSON.stringify(hashText(text))}: ${String(handlebars.precompile(text, TEMPLATE_OPTIONS))}`,
  );
  return `module.exports = {\n${entries.toSorted().join(',\n')}\n};\n`;
}
