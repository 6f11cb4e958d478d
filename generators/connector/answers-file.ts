import type { Template } from '../plop/template.js';
import { runtimeImports } from './imports.js';
import { identifiersIn } from './view-model/identifiers.js';

/** `exchange.ts` and `answers.ts`: what the one uses of the other is exported there and imported here, nothing else. */
export function withAnswers(
  exchange: Template,
  answers: Template,
  view: object,
): { readonly exchange: string; readonly answers: string } {
  const code = exchange({ ...view, imports: '', answers: '' });
  const meanings = answers({ ...view, imports: '' });
  const used = identifiersIn(code);
  const names = [...meanings.matchAll(DECLARATIONS)].flatMap(([, name = '']) =>
    used.has(name) ? [name] : [],
  );
  return {
    exchange: exchange({ ...view, imports: runtimeImports(code), answers: names.sort().join(', ') }),
    answers: exporting(names, answers({ ...view, imports: runtimeImports(meanings) })),
  };
}

function exporting(names: readonly string[], code: string): string {
  return code.replaceAll(DECLARATIONS, (declaration: string, name: string) =>
    names.includes(name) ? `export ${declaration}` : declaration,
  );
}

/** Top-level declarations as our templates write them. */
const DECLARATIONS = /^(?:function|const) (\w+)/gm;
