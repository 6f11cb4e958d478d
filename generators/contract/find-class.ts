import type { ts } from 'ts-morph';
import { UserError } from '../cli/errors.js';
import { moduleOf } from './imports.js';
import { refuseMarkers } from './merge-markers.js';
import { parse, syntaxFault, typescript, type Parse } from './parser.js';

/** A parsed file, refused with its line where it does not parse or a merge left its markers. */
export function parseOrRefuse(text: string, fileName: string, parser: Parse = parse): ts.SourceFile {
  refuseMarkers(text, fileName);
  const syntax = parser(text);
  const fault = syntaxFault(syntax);
  if (fault !== undefined) throw new UserError(`${fileName}:${fault.line}: does not parse: ${fault.message}`);
  return syntax;
}

export interface NamedClass {
  readonly name: string;
  readonly node: ts.ClassLikeDeclaration;
}

/** Top-level classes, those in `const Name = class …` and unnamed default exports included. */
export function classesByName(syntax: ts.SourceFile): NamedClass[] {
  const compiler = typescript();
  return syntax.statements.flatMap((statement): NamedClass[] => {
    if (compiler.isClassDeclaration(statement))
      return [{ name: statement.name?.text ?? 'default', node: statement }];
    if (!compiler.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer !== undefined && compiler.isClassExpression(initializer)
        ? [{ name: name.getText(), node: initializer }]
        : [],
    );
  });
}

/** The one class of that name. Throws a UserError that says why there is none, or that there are two. */
export function findClass(
  syntax: ts.SourceFile,
  className: string,
  fileName: string,
): ts.ClassLikeDeclaration {
  const found = classesByName(syntax).filter(({ name }) => name === className);
  const [first] = found;
  if (found.length > 1)
    throw new UserError(`${fileName}: has ${found.length} classes "${className}"; keep one`);
  if (first !== undefined) return first.node;
  const source = reExportedFrom(syntax, className);
  if (source !== undefined) {
    throw new UserError(
      `${fileName}: "${className}" is re-exported from "${source}"; the class itself has to stand in this file`,
    );
  }
  throw new UserError(
    `${fileName}: has no class "${className}"; it has to stand in this file under that name`,
  );
}

function reExportedFrom(syntax: ts.SourceFile, className: string): string | undefined {
  const compiler = typescript();
  const exported = syntax.statements.filter((node) => compiler.isExportDeclaration(node));
  const named = exported.find(
    ({ exportClause }) =>
      exportClause !== undefined &&
      compiler.isNamedExports(exportClause) &&
      exportClause.elements.some((element) => element.name.text === className),
  );
  const star = exported.find(({ exportClause }) => exportClause === undefined);
  const found = named ?? star;
  return found === undefined ? undefined : (moduleOf(found) ?? 'another declaration');
}
