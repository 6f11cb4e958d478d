import Handlebars from 'handlebars';
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

/**
 * Renders a template. Nothing is escaped behind the template's back (it is not HTML), and a name that the view
 * does not have is an error instead of an empty text.
 */
export function renderTemplate(template: string, view: object): string {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(templateHelpers)) handlebars.registerHelper(name, helper);
  return handlebars.compile(template, { noEscape: true, strict: true })(view);
}
