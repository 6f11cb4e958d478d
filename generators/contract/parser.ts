import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ts } from 'ts-morph';
import { remembered } from './remembered.js';

export type TypeScript = typeof ts;

let loaded: TypeScript | undefined;

/**
 * The compiler API that ts-morph carries (TypeScript 7 itself exports none). It takes a third of a second to load,
 * so it comes with the first use; synchronously, which keeps what works on text a plain function of that text.
 */
export function typescript(): TypeScript {
  loaded ??= compiler();
  return loaded;
}

const require = createRequire(import.meta.url);

/** From ts-morph's own folder: its wrappers, which nothing here uses, are a third of what loading it takes. */
function compiler(): TypeScript {
  const file = join(
    dirname(require.resolve('@ts-morph/common', { paths: [require.resolve('ts-morph')] })),
    'typescript.js',
  );
  if (existsSync(file)) return require(file);
  const morph: typeof import('ts-morph') = require('ts-morph');
  return morph.ts;
}

export type Parse = (text: string) => ts.SourceFile;

/** One file's syntax, without a program: no other file and no library declarations are read. */
export function parse(text: string, fileName?: string): ts.SourceFile {
  return fileName === undefined ? parseSource(text) : parseFile(text, fileName);
}

/**
 * Nobody changes a tree, so one is enough for a text. Few are kept: more cost more in garbage collection than they
 * save. A merge takes comments as text, so they are not parsed.
 */
const parseSource = remembered(parseAnew, 8);

/** A tree that nobody else has. */
export function parseAnew(text: string): ts.SourceFile {
  const { createSourceFile, ScriptTarget, ScriptKind, JSDocParsingMode } = typescript();
  const options = { languageVersion: ScriptTarget.Latest, jsDocParsingMode: JSDocParsingMode.ParseNone };
  return createSourceFile('source.ts', text, options, true, ScriptKind.TS);
}

function parseFile(text: string, fileName: string): ts.SourceFile {
  const { createSourceFile, ScriptTarget, ScriptKind } = typescript();
  return createSourceFile(fileName, text, ScriptTarget.Latest, true, ScriptKind.TS);
}

export interface SyntaxFault {
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export function syntaxFault(file: ts.SourceFile): SyntaxFault | undefined {
  const found = parseDiagnosticsOf(file)[0];
  if (found === undefined) return undefined;
  const message = typescript().flattenDiagnosticMessageText(found.messageText, ' ');
  return { line: file.getLineAndCharacterOfPosition(found.start).line + 1, message };
}

/** The parser leaves its findings on the file, in a property its types do not show. */
function parseDiagnosticsOf(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  const holder: ts.SourceFile & { readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[] } = file;
  return holder.parseDiagnostics ?? [];
}
