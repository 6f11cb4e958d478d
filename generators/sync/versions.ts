import type { ts } from 'ts-morph';
import { parseOrRefuse } from '../contract/find-class.js';
import { declaredNames, importDeclarations, moduleOf } from '../contract/imports.js';
import { classContainer, type Container } from '../contract/insert-units.js';
import { typescript, type Parse } from '../contract/parser.js';
import { styleOf, type TextStyle } from '../contract/text-style.js';
import { grouped, type Unit } from '../contract/units.js';

/** One of the three versions of a source file: as it was generated, as the user has it, as it would be generated now. */
export interface Version {
  readonly text: string;
  readonly syntax: ts.SourceFile;
  readonly style: TextStyle;
  /** The file's own statements, imports aside. */
  readonly top: Container;
}

/** Throws a UserError with file and line where the text does not parse. The text is without a byte order mark. */
export function readVersion(text: string, fileName: string, parser?: Parse): Version {
  const syntax = parseOrRefuse(text, fileName, parser);
  const statements = syntax.statements.filter((node) => !typescript().isImportDeclaration(node));
  const units = grouped(statements, statementKey);
  const open = importDeclarations(syntax).at(-1)?.end ?? 0;
  return { text, syntax, style: styleOf(text), top: { text, units, open, close: text.length, margin: '' } };
}

/** The class that a unit is, with its members. */
export function classOf(
  unit: Unit,
  style: TextStyle,
): { node: ts.ClassDeclaration; members: Container } | undefined {
  const [node] = unit.nodes;
  return typescript().isClassDeclaration(node) ? { node, members: classContainer(node, style) } : undefined;
}

function statementKey(node: ts.Statement): { key: string; name: string | undefined } {
  const compiler = typescript();
  const names = declaredNames(node);
  if (names.length > 0) {
    const isType = compiler.isInterfaceDeclaration(node) || compiler.isTypeAliasDeclaration(node);
    return { key: `${isType ? 'type ' : ''}${names.join(', ')}`, name: names[0] };
  }
  if (compiler.isExportDeclaration(node))
    return { key: `export from ${moduleOf(node) ?? 'here'}`, name: undefined };
  if (compiler.isExportAssignment(node) || compiler.isClassDeclaration(node)) {
    return { key: 'export default', name: undefined };
  }
  return {
    key: compiler.isExpressionStatement(node) ? callKey(node.expression) : `statement ${node.kind}`,
    name: undefined,
  };
}

/** `describe('name')`: a call is known by what it calls and by its first text argument. */
function callKey(node: ts.Expression): string {
  const compiler = typescript();
  const call = compiler.isAwaitExpression(node) ? node.expression : node;
  if (!compiler.isCallExpression(call)) return 'expression';
  const first = call.arguments[0];
  const label = first !== undefined && compiler.isStringLiteralLike(first) ? first.text : '';
  return `${call.expression.getText()}(${label})`;
}
