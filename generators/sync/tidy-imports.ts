import type { ts } from 'ts-morph';
import { bindingsOf, importDeclarations, moduleOf, type ImportBinding } from '../contract/imports.js';
import { parse } from '../contract/parser.js';
import { removeImports } from '../contract/remove-imports.js';
import { namesUsedOutsideImports } from './uses.js';

/**
 * Takes out the imports that nothing uses any more: only such as the generator wrote (they are in `generated`),
 * and only such as were of use `before`. The user's own are never touched.
 */
export function tidyImports(
  text: string,
  { generated, before }: { readonly generated: string; readonly before: string },
): string {
  const used = namesUsedOutsideImports(before);
  const stillUsed = namesUsedOutsideImports(text);
  const ours = new Set(allBindings(parse(generated)).map(identityOf));
  const isIdle = (binding: ImportBinding): boolean =>
    ours.has(identityOf(binding)) && used.has(binding.local) && !stillUsed.has(binding.local);
  // What was of use before was imported before: without an idle one there, the text need not be parsed.
  return allBindings(parse(before)).some(isIdle) ? removeImports(text, isIdle) : text;
}

export function allBindings(syntax: ts.SourceFile): ImportBinding[] {
  return importDeclarations(syntax).flatMap(bindingsOf);
}

function identityOf({ imported, declaration }: ImportBinding): string {
  return `${moduleOf(declaration)} ${imported}`;
}
