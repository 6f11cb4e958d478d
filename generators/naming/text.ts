import { literal } from './literal.js';

/** A value as JSON, which YAML reads too; line separators escaped so that no reader takes them for a new line. */
export function json(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
}

/** Text for a paragraph of Markdown: one line, no markup of its own. */
export function markdown(value: unknown): string {
  return String(value)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`)
    .trim();
}

/**
 * What a person typed in free text (a title, an address of documentation): printable, one line, and none of the
 * characters that could be taken for code where the text is shown. Says what is wrong, or nothing.
 */
export function freeTextProblem(text: string): string | undefined {
  const bad = /["`\\<>;{}]|\$\{|\*\/|\/\*|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.exec(text);
  if (bad === null) return undefined;
  return `${literal(text)} holds ${literal(bad[0])}, which has no place there; leave it out`;
}
