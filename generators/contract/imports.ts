import type { ts } from 'ts-morph';
import { typescript } from './parser.js';

export function importDeclarations(syntax: ts.SourceFile): ts.ImportDeclaration[] {
  return syntax.statements.filter((node) => typescript().isImportDeclaration(node));
}

export function moduleOf(node: ts.ImportDeclaration | ts.ExportDeclaration): string | undefined {
  const specifier = node.moduleSpecifier;
  return specifier !== undefined && typescript().isStringLiteral(specifier) ? specifier.text : undefined;
}

/** Every name that the top level of a file gives a meaning to. */
export function namesDeclaredIn(syntax: ts.SourceFile): Set<string> {
  return new Set([
    ...importDeclarations(syntax).flatMap((declaration) => bindingsOf(declaration).map(({ local }) => local)),
    ...syntax.statements.flatMap(declaredNames),
  ]);
}

/** One name that an import brings into scope. */
export interface ImportBinding {
  readonly local: string;
  /** The exported name; `default` and `*` as in an import clause. */
  readonly imported: string;
  readonly isType: boolean;
  readonly declaration: ts.ImportDeclaration;
  /** Absent for default and namespace imports. */
  readonly specifier?: ts.ImportSpecifier;
}

export function bindingsOf(declaration: ts.ImportDeclaration): ImportBinding[] {
  const clause = declaration.importClause;
  if (clause === undefined) return [];
  const bindings = clause.namedBindings;
  const shared = { isType: isTypeOnlyImport(declaration), declaration };
  const found: ImportBinding[] = [];
  if (clause.name !== undefined) found.push({ local: clause.name.text, imported: 'default', ...shared });
  if (bindings === undefined) return found;
  if (typescript().isNamespaceImport(bindings)) {
    return [...found, { local: bindings.name.text, imported: '*', ...shared }];
  }
  const named = bindings.elements.map((specifier) => ({
    local: specifier.name.text,
    imported: (specifier.propertyName ?? specifier.name).text,
    isType: shared.isType || specifier.isTypeOnly,
    declaration,
    specifier,
  }));
  return [...found, ...named];
}

/** The names a top-level statement declares, imports aside. */
export function declaredNames(statement: ts.Node): string[] {
  const compiler = typescript();
  if (compiler.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  const isNamed =
    compiler.isClassDeclaration(statement) ||
    compiler.isFunctionDeclaration(statement) ||
    compiler.isInterfaceDeclaration(statement) ||
    compiler.isTypeAliasDeclaration(statement) ||
    compiler.isEnumDeclaration(statement) ||
    compiler.isModuleDeclaration(statement) ||
    compiler.isImportEqualsDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** The names that a variable, parameter or destructuring pattern declares. */
export function boundNames(name: ts.BindingName): string[] {
  const compiler = typescript();
  if (compiler.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    compiler.isBindingElement(element) ? boundNames(element.name) : [],
  );
}

export function isTypeOnlyImport(node: ts.ImportDeclaration): boolean {
  return node.importClause?.phaseModifier === typescript().SyntaxKind.TypeKeyword;
}
