import { createRequire } from 'node:module';
import type { ts } from 'ts-morph';

export type TypeScript = typeof ts;

let loaded: TypeScript | undefined;

/**
 * The compiler API that ts-morph carries (TypeScript 7 itself exports none). It takes a third of a second to load,
 * so it comes with the first use; synchronously, which keeps what works on text a plain function of that text.
 */
export function typescript(): TypeScript {
  if (loaded === undefined) {
    const morph: typeof import('ts-morph') = createRequire(import.meta.url)('ts-morph');
    loaded = morph.ts;
  }
  return loaded;
}

/** One file's syntax, without a program: no other file and no library declarations are read. */
export function parse(text: string, fileName = 'source.ts'): ts.SourceFile {
  const known = recent.get(text);
  if (known?.fileName === fileName) return known;
  const compiler = typescript();
  const syntax = compiler.createSourceFile(
    fileName,
    text,
    compiler.ScriptTarget.Latest,
    true,
    compiler.ScriptKind.TS,
  );
  if (recent.size >= REMEMBERED) recent.clear();
  recent.set(text, syntax);
  return syntax;
}

/** The steps of a merge look at the same few texts again and again; nobody changes a tree. */
const recent = new Map<string, ts.SourceFile>();
const REMEMBERED = 100;

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
