import { formatAnew } from './format-anew.js';
import { readyFormat } from './ready-formats.js';

/** Formats generated files, TypeScript or Markdown, by path. */
export async function formatFiles(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const formatted = [...files].map(async ([path, text]) => [path, await formatFile(text, path)] as const);
  return new Map(await Promise.all(formatted));
}

/** Formats one generated file; one that the build knows takes no prettier. */
export async function formatFile(text: string, path: string): Promise<string> {
  return readyFormat(text, path) ?? formatAnew(text, path);
}
