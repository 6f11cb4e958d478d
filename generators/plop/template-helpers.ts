import { comment, literal } from '../naming/literal.js';
import { json, markdown } from '../naming/text.js';

/** How values enter generated files: each as what stands there, never as bare text. */
export const templateHelpers: Readonly<Record<string, (value: unknown) => string>> = {
  /** A TypeScript expression. */
  literal,
  /** The inside of a comment. */
  comment,
  /** JSON, which YAML reads too. */
  json,
  /** A paragraph of Markdown. */
  markdown,
};
