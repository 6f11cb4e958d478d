import { readFileSync } from 'node:fs';
import type { ts } from 'ts-morph';
import { UserError, codeOf } from '../cli/errors.js';
import type { ContractImport } from './contract.js';
import { modulePath, resolveModule, type SourceLocation } from './locate.js';
import { hasModifier } from './read-member.js';
import { parse, syntaxFault, typescript } from './parser.js';

/** One source file of a base class, read and parsed. */
export interface SourceModule {
  readonly location: SourceLocation;
  readonly text: string;
  readonly syntax: ts.SourceFile;
  /** How a connector imports from this file: a package name, or a path from the workspace root. */
  readonly module: string;
}

export function readModule(location: SourceLocation, root: string): SourceModule {
  const text = readText(location.file);
  const syntax = parse(text, location.file);
  const fault = syntaxFault(syntax);
  if (fault !== undefined) throw new UserError(`${location.file}:${fault.line}: ${fault.message}`);
  return { location, text, syntax, module: location.packageName ?? modulePath(location.file, root) };
}

export function classesOf(syntax: ts.SourceFile): ts.ClassDeclaration[] {
  return syntax.statements.filter((node) => typescript().isClassDeclaration(node));
}

/** The module a name comes from, and the name it has there. */
export interface ImportedName {
  readonly imported: string;
  readonly specifier: string;
}

export function importOf(syntax: ts.SourceFile, name: string): ImportedName | undefined {
  const compiler = typescript();
  for (const statement of syntax.statements) {
    if (!compiler.isImportDeclaration(statement)) continue;
    const imported = nameIn(statement.importClause, name);
    if (imported !== undefined) return { imported, specifier: textOf(statement.moduleSpecifier) };
  }
  return undefined;
}

/** What a re-export calls the wanted name in the module it comes from; a star passes every name on. */
export function reExportsOf(syntax: ts.SourceFile, name: string): ImportedName[] {
  const compiler = typescript();
  return syntax.statements.flatMap((statement) => {
    if (!compiler.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    const specifier = textOf(statement.moduleSpecifier);
    if (statement.exportClause === undefined) return [{ imported: name, specifier }];
    if (!compiler.isNamedExports(statement.exportClause)) return [];
    const found = statement.exportClause.elements.find((element) => element.name.text === name);
    return found === undefined ? [] : [{ imported: (found.propertyName ?? found.name).text, specifier }];
  });
}

/** The import that a connector needs to use `name` the way this file does; undefined for global names. */
export function importFor(source: SourceModule, name: string, root: string): ContractImport | undefined {
  const found = importOf(source.syntax, name);
  if (found === undefined) {
    return declaresExported(source.syntax, name) ? { name, imported: name, from: source.module } : undefined;
  }
  return { name, imported: found.imported, from: moduleSeenFromOutside(source, found.specifier, root) };
}

function moduleSeenFromOutside(source: SourceModule, specifier: string, root: string): string {
  if (!specifier.startsWith('.')) return specifier;
  // Inside a package every relative import is hidden behind the package's face.
  if (source.location.packageName !== undefined) return source.location.packageName;
  const target = resolveModule(specifier, source.location);
  if (target === undefined) throw new UserError(`${source.location.file}: cannot find "${specifier}"`);
  return modulePath(target.file, root);
}

function declaresExported(syntax: ts.SourceFile, name: string): boolean {
  const compiler = typescript();
  return syntax.statements.some(
    (node) =>
      (compiler.isClassDeclaration(node) ||
        compiler.isInterfaceDeclaration(node) ||
        compiler.isTypeAliasDeclaration(node) ||
        compiler.isEnumDeclaration(node)) &&
      node.name?.text === name &&
      hasModifier(node, compiler.SyntaxKind.ExportKeyword),
  );
}

function nameIn(clause: ts.ImportClause | undefined, name: string): string | undefined {
  const compiler = typescript();
  if (clause?.name?.text === name) return 'default';
  const bindings = clause?.namedBindings;
  if (bindings === undefined) return undefined;
  if (compiler.isNamespaceImport(bindings)) return bindings.name.text === name ? '*' : undefined;
  const found = bindings.elements.find((element) => element.name.text === name);
  return found === undefined ? undefined : (found.propertyName ?? found.name).text;
}

function textOf(node: ts.Expression): string {
  return typescript().isStringLiteral(node) ? node.text : node.getText();
}

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder; name the file in it that declares the base class',
};

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const why = READ_ERRORS[codeOf(error) ?? ''] ?? codeOf(error) ?? 'cannot be read';
    throw new UserError(`${file}: ${why}`, { cause: error });
  }
}
