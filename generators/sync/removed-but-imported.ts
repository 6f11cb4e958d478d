import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import { moduleOf } from '../contract/imports.js';
import { parse, typescript } from '../contract/parser.js';
import type { MemberChange } from './report.js';
import { allBindings } from './tidy-imports.js';

interface Planned {
  readonly file: string;
  readonly yours: string | undefined;
  readonly text: string | undefined;
  readonly changes: readonly MemberChange[];
}

/**
 * Of what a merge takes out of a connector's files, that which another of them still imports as it comes out: labels by
 * file; the empty one stands for a file that goes as a whole. Nothing is parsed where nothing is taken out.
 */
export function removedButImported(
  plans: readonly Planned[],
  {
    read,
    sources,
  }: { readonly read: (file: string) => string | undefined; readonly sources?: () => readonly string[] },
): ReadonlyMap<string, ReadonlySet<string>> {
  const losing = plans.filter(
    ({ file, yours, text, changes }) =>
      isSource(file) && yours !== undefined && (text === undefined || changes.some(isRemoval)),
  );
  if (losing.length === 0) return new Map();
  const imports = importsOf(plans, sources?.() ?? [], read);
  return new Map(
    losing
      .map((plan) => [plan.file, lostLabels(plan, imports)] as const)
      .filter(([, labels]) => labels.size > 0),
  );
}

function lostLabels({ file, text, changes }: Planned, imports: readonly Import[]): Set<string> {
  const names = imports.filter((one) => one.module === stemOf(file)).map(({ name }) => name);
  if (text === undefined) return new Set(names.length > 0 ? [''] : []);
  const labels = changes.filter(isRemoval).flatMap(({ member }) => (member === undefined ? [] : [member]));
  const isImported = (label: string): boolean =>
    label
      .replace(/^type /, '')
      .split(', ')
      .some((name) => names.includes(name) || (names.includes('*') && /^[\w$]+$/.test(name)));
  return new Set(labels.filter(isImported));
}

interface Import {
  /** Without its ending, by path from the connector's folder. */
  readonly module: string;
  readonly name: string;
}

function importsOf(
  plans: readonly Planned[],
  sources: readonly string[],
  read: (file: string) => string | undefined,
): Import[] {
  const texts = new Map(sources.map((file) => [file, read(file)]));
  for (const { file, text } of plans) texts.set(file, text);
  return [...texts].flatMap(([file, text]) =>
    text === undefined || !isSource(file)
      ? []
      : namesFromElsewhere(parse(text)).flatMap(({ from, name }) =>
          from?.startsWith('.') === true
            ? [{ module: stemOf(posix.join(posix.dirname(file), from)), name }]
            : [],
        ),
  );
}

/** What is imported, and what is passed on by name. */
function namesFromElsewhere(syntax: ts.SourceFile): { from: string | undefined; name: string }[] {
  const compiler = typescript();
  const imported = allBindings(syntax).map((one) => ({
    from: moduleOf(one.declaration),
    name: one.imported,
  }));
  const exported = syntax.statements
    .filter((node) => compiler.isExportDeclaration(node))
    .flatMap((node) => {
      const clause = node.exportClause;
      if (clause === undefined || !compiler.isNamedExports(clause)) return [];
      return clause.elements.map(({ name, propertyName }) => ({
        from: moduleOf(node),
        name: (propertyName ?? name).text,
      }));
    });
  return [...imported, ...exported];
}

function isRemoval({ change }: MemberChange): boolean {
  return change === 'removed';
}

function isSource(file: string): boolean {
  return /\.[cm]?ts$/.test(file);
}

function stemOf(file: string): string {
  return file.replace(/\.[cm]?[jt]s$/, '');
}
