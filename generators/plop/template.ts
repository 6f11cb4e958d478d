import { createRequire } from 'node:module';
import { hashText } from '../manifest/hash.js';
import { readyTemplates, type ReadyTemplates } from './ready-templates.js';
import { templateHelpers } from './template-helpers.js';

export type Template = (view: object) => string;

/**
 * Nothing is escaped behind the template's back (it is not HTML), and a name that the view does not have is an error
 * instead of an empty text.
 */
export const TEMPLATE_OPTIONS = { noEscape: true, strict: true } as const;

/**
 * Compiles templates that share partials. Those that the build has compiled already take handlebars' small runtime
 * alone; one that is another by a byte takes the compiler, which is a quarter of a second more.
 */
export function compileTemplates(
  sources: readonly string[],
  partials: ReadonlyMap<string, string> = new Map(),
  ready: ReadyTemplates = readyTemplates(),
): readonly Template[] {
  const isReady = [...sources, ...partials.values()].every((text) => Object.hasOwn(ready, hashText(text)));
  const handlebars = isReady ? runtime().create() : compiler().create();
  for (const [name, write] of Object.entries(templateHelpers)) handlebars.registerHelper(name, write);
  const compiled = (text: string): Template => {
    const spec = isReady ? ready[hashText(text)] : undefined;
    return spec === undefined ? handlebars.compile(text, TEMPLATE_OPTIONS) : handlebars.template(spec);
  };
  for (const [name, text] of partials) handlebars.registerPartial(name, isReady ? compiled(text) : text);
  return sources.map(compiled);
}

/** Renders one template that has no partials. */
export function renderTemplate(template: string, view: object): string {
  return compileTemplates([template])
    .map((render) => render(view))
    .join('');
}

// Required, not imported, for the reason that cli.ts gives, and only the one of the two that it takes.
const require = createRequire(import.meta.url);

function runtime(): typeof import('handlebars') {
  return require('handlebars/runtime.js');
}

function compiler(): typeof import('handlebars') {
  return require('handlebars');
}
