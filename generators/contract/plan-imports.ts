import type { ts } from 'ts-morph';
import type { Edit } from './edits.js';
import {
  bindingsOf,
  importDeclarations,
  isTypeOnlyImport,
  moduleOf,
  namesDeclaredIn,
  type ImportBinding,
} from './imports.js';
import { namedImportsOf, newImports, rewriteClause, type ClauseChange } from './import-edits.js';
import type { TextStyle } from './text-style.js';

/** A name that inserted text needs in scope. */
export interface NeededImport {
  /** As the inserted text spells it. */
  readonly name: string;
  /** The exported name; `default` and `*` as in an import clause. */
  readonly imported: string;
  readonly from: string;
  /** Used as a type only, so that nothing may be left of it at run time. */
  readonly isType: boolean;
}

export interface ImportPlan {
  /** What the file calls each needed name; entries only where that differs from the wanted one. */
  readonly names: ReadonlyMap<string, string>;
  readonly edits: readonly Edit[];
}

/**
 * Brings names into a file's scope: by an import that is there already (under whatever alias), by one more name in
 * an import from the same module, or by a new import. A name that the file uses for something else gets an alias.
 */
export function planImports(
  syntax: ts.SourceFile,
  needed: readonly NeededImport[],
  style: TextStyle,
): ImportPlan {
  const declarations = importDeclarations(syntax);
  const taken = namesDeclaredIn(syntax);
  const names = new Map<string, string>();
  const changes = new Map<ts.ImportDeclaration, ClauseChange>();
  const fresh = new Map<string, string[]>();
  for (const need of merged(needed)) {
    const present = findPresent(declarations, need);
    if (present !== undefined) {
      if (present.local !== need.name) names.set(need.name, present.local);
      const specifier = present.upgrade?.specifier;
      if (present.upgrade !== undefined && specifier !== undefined) {
        changeOf(changes, present.upgrade.declaration).upgraded.add(specifier);
      }
      continue;
    }
    const local = freeName(need.name, taken);
    taken.add(local);
    if (local !== need.name) names.set(need.name, local);
    const host = hostFor(declarations, need);
    if (host !== undefined)
      changeOf(changes, host).added.push(specifierText(need, local, !isTypeOnlyImport(host)));
    else push(fresh, need.from, need.imported === '*' ? `* as ${local}` : specifierText(need, local, true));
  }
  const edits = [...changes].flatMap(([declaration, change]) => rewriteClause(declaration, change, style));
  return { names, edits: [...edits, ...newImports(syntax, fresh, style)] };
}

function changeOf(
  changes: Map<ts.ImportDeclaration, ClauseChange>,
  node: ts.ImportDeclaration,
): ClauseChange {
  const change = changes.get(node) ?? { added: [], upgraded: new Set() };
  changes.set(node, change);
  return change;
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  lists.set(key, [...(lists.get(key) ?? []), value]);
}

/** A name wanted as a value and as a type is wanted as a value. */
function merged(needed: readonly NeededImport[]): NeededImport[] {
  const result = new Map<string, NeededImport>();
  for (const need of needed) {
    const key = `${need.from} ${need.imported} ${need.name}`;
    const before = result.get(key);
    result.set(key, before === undefined ? need : { ...need, isType: need.isType && before.isType });
  }
  return [...result.values()];
}

interface Present {
  /** What the file calls it: a name, or a member of a namespace import. */
  readonly local: string;
  readonly upgrade?: ImportBinding;
}

function findPresent(declarations: readonly ts.ImportDeclaration[], need: NeededImport): Present | undefined {
  const bindings = declarations.filter((node) => moduleOf(node) === need.from).flatMap(bindingsOf);
  const same = bindings.filter(({ imported }) => imported === need.imported);
  const usable = same.find(({ isType }) => need.isType || !isType);
  if (usable !== undefined) return { local: usable.local };
  const [typeOnly] = same;
  if (typeOnly !== undefined) return { local: typeOnly.local, upgrade: typeOnly };
  const namespace = bindings.find(({ imported, isType }) => imported === '*' && (need.isType || !isType));
  return namespace === undefined ? undefined : { local: `${namespace.local}.${need.imported}` };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let turn = 1; ; turn++) {
    const name = `Base${wanted}${turn === 1 ? '' : turn}`;
    if (!taken.has(name)) return name;
  }
}

/** The import that can take one more name: it has braces, and is not for types only when a value is needed. */
function hostFor(
  declarations: readonly ts.ImportDeclaration[],
  need: NeededImport,
): ts.ImportDeclaration | undefined {
  if (need.imported === '*') return undefined;
  const hosts = declarations.filter(
    (node) => moduleOf(node) === need.from && namedImportsOf(node) !== undefined,
  );
  return hosts.find((node) => !isTypeOnlyImport(node)) ?? hosts.find(() => need.isType);
}

function specifierText(need: NeededImport, local: string, marksTypes: boolean): string {
  const mark = need.isType && marksTypes ? 'type ' : '';
  return mark + (need.imported === local ? local : `${need.imported} as ${local}`);
}
