import type { ts } from 'ts-morph';
import { typescript } from '../../generators/contract/parser.js';

/** Just enough of a standard library for the sources of these tests; the real one takes longer than a whole case. */
const LIBRARY = `
interface Array<T> { length: number; [index: number]: T; push(...items: T[]): number }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Boolean {} interface CallableFunction {} interface Function {} interface IArguments {}
interface NewableFunction {} interface Number { toFixed(): string } interface Object {} interface RegExp {}
interface String { trim(): string; readonly length: number }
interface Symbol {} interface TemplateStringsArray extends ReadonlyArray<string> {}
interface PromiseLike<T> { then<R>(done: (value: T) => R | PromiseLike<R>): PromiseLike<R> }
interface Promise<T> { then<R>(done: (value: T) => R | PromiseLike<R>): Promise<R> }
interface PromiseConstructor { new <T>(run: (done: (value: T) => void) => void): Promise<T>; readonly prototype: Promise<any> }
declare var Promise: PromiseConstructor;
interface ClassMethodDecoratorContext { readonly name: string } interface ClassFieldDecoratorContext { readonly name: string }
interface ClassGetterDecoratorContext { readonly name: string } interface ClassDecoratorContext { readonly name: string | undefined }
interface DecoratorContext {} interface DecoratorMetadataObject {}
type Record<K extends string, T> = { [P in K]: T };
type Awaited<T> = T extends PromiseLike<infer U> ? U : T;
`;

const parsed = new Map<string, ts.SourceFile>();

/** What the type checker finds in `source`, with `runtime` behind the name of the runtime package. */
export function typeErrors(source: string, runtime: string): string[] {
  const compiler = typescript();
  const files: Readonly<Record<string, string>> = {
    '/lib.d.ts': LIBRARY,
    '/runtime.ts': runtime,
    '/source.ts': source,
  };
  const options: ts.CompilerOptions = {
    noLib: true,
    strict: true,
    noImplicitOverride: true,
    noEmit: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.ESNext,
    types: [],
  };
  const host: ts.CompilerHost = {
    fileExists: (name) => name in files,
    readFile: (name) => files[name],
    getSourceFile: (name, target) => {
      const text = files[name];
      if (text === undefined) return undefined;
      const known = name === '/source.ts' ? undefined : parsed.get(text);
      const file = known ?? compiler.createSourceFile(name, text, target, true);
      if (name !== '/source.ts') parsed.set(text, file);
      return file;
    },
    getDefaultLibFileName: () => '/lib.d.ts',
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => undefined,
    resolveModuleNameLiterals: (literals) =>
      literals.map(({ text }) => ({
        resolvedModule:
          text === 'ats-runtime'
            ? { resolvedFileName: '/runtime.ts', extension: '.ts', isExternalLibraryImport: false }
            : undefined,
      })),
  };
  const program = compiler.createProgram(['/lib.d.ts', '/source.ts'], options, host);
  const checked = program.getSourceFile('/source.ts');
  return [...program.getSyntacticDiagnostics(checked), ...program.getSemanticDiagnostics(checked)].map(
    (finding) => {
      const at =
        finding.start === undefined
          ? 0
          : (checked?.getLineAndCharacterOfPosition(finding.start).line ?? 0) + 1;
      return `${at}: ${compiler.flattenDiagnosticMessageText(finding.messageText, ' ')}`;
    },
  );
}
