import type { ts } from 'ts-morph';
import { bindingsOf, importDeclarations, moduleOf, type ImportBinding } from '../contract/imports.js';
import { removeImports } from '../contract/remove-imports.js';
import { namesUsedOutsideImports } from './uses.js';

/**
 * Takes out the imports that nothing uses any more: only such as the generator wrote (they are in `generated`),
 * and only such as were of use `before`. The user's own are never touched.
 */
export function tidyImports(
  text: string,
  { generated, before }: { readonly generated: ts.SourceFile; readonly before: ts.SourceFile },
): string {
  const stillUsed = namesUsedOutsideImports(text);
  const ours = new Set(allBindings(generated).map(identityOf));
  const mayBeIdle = (binding: ImportBinding): boolean =>
    !stillUsed.has(binding.local) && ours.has(identityOf(binding));
  // What was of use before was imported before: mostly all of it still is, and nothing more need be read.
  if (!allBindings(before).some(mayBeIdle)) return text;
  const used = namesUsedOutsideImports(before.text);
  return removeImports(text, (binding) => mayBeIdle(binding) && used.has(binding.local));
}

export function allBindings(syntax: ts.SourceFile): ImportBinding[] {
  return importDeclarations(syntax).flatMap(bindingsOf);
}

function identityOf({ imported, declaration }: ImportBinding): string {
  return `${moduleOf(declaration)} ${imported}`;
}
