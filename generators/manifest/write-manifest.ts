import { hashText } from './hash.js';
import type { Manifest } from './manifest.js';

/** The same manifest is always the same bytes. The seal shows whether anybody has edited it since. */
export function renderManifest(manifest: Manifest): string {
  const content = canonical(manifest);
  return `${JSON.stringify({ ...content, seal: sealOf(manifest) }, undefined, 2)}\n`;
}

export function sealOf(manifest: Manifest): string {
  return hashText(JSON.stringify(canonical(manifest)));
}

/** Keys in the order of the interface; records in the alphabet. */
function canonical(manifest: Manifest): Manifest {
  const { version, generator, templates, description, base, options, files, conflicts, orphaned, contract } =
    manifest;
  return {
    version,
    generator,
    templates,
    description,
    base: { ...(base.file === undefined ? {} : { file: base.file }), sources: sorted(base.sources) },
    options: sorted(options),
    files: sorted(files),
    conflicts: conflicts.map(({ file, member, yours }) => ({
      file,
      ...(member === undefined ? {} : { member }),
      yours,
    })),
    orphaned: orphaned.map(({ file, member }) => ({ file, ...(member === undefined ? {} : { member }) })),
    contract,
  };
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
