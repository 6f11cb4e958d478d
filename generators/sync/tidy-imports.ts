import type { ts } from 'ts-morph';
import { applyEdits } from '../contract/edits.js';
import { bindingsOf, importDeclarations, moduleOf, type ImportBinding } from '../contract/imports.js';
import { parse } from '../contract/parser.js';
import { removeImports } from '../contract/remove-imports.js';
import { namesUsedIn } from './uses.js';

/**
 * Takes out the imports that nothing uses any more: only such as the generator wrote (they are in `generated`),
 * and only such as were of use `before`. The user's own are never touched.
 */
export function tidyImports(
  text: string,
  { generated, before }: { readonly generated: string; readonly before: string },
): string {
  const ours = new Set(allBindings(parse(generated)).map(identityOf));
  const used = namesUsedIn(withoutImports(before));
  const stillUsed = namesUsedIn(withoutImports(text));
  return removeImports(
    text,
    (binding) => ours.has(identityOf(binding)) && used.has(binding.local) && !stillUsed.has(binding.local),
  );
}

export function allBindings(syntax: ts.SourceFile): ImportBinding[] {
  return importDeclarations(syntax).flatMap(bindingsOf);
}

function identityOf({ imported, declaration }: ImportBinding): string {
  return `${moduleOf(declaration)} ${imported}`;
}

function withoutImports(text: string): string {
  const edits = importDeclarations(parse(text)).map((node) => ({
    start: node.getStart(),
    end: node.end,
    text: '',
  }));
  return applyEdits(text, edits);
}
