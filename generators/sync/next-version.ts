import { applyEdits } from '../contract/edits.js';
import { contextOf } from '../contract/class-context.js';
import type { Contract } from '../contract/contract.js';
import { classesByName, parseOrRefuse } from '../contract/find-class.js';
import { insertStubs } from '../contract/insert-stubs.js';
import { classContainer } from '../contract/insert-units.js';
import type { Parse } from '../contract/parser.js';
import { styleOf } from '../contract/text-style.js';
import { applyContract, parserFor } from './apply-contract.js';
import type { ContractDiff } from './contract-diff.js';
import { withoutUnits } from './delete-units.js';
import { tidyImports } from './tidy-imports.js';
import { isStub } from './unit-parts.js';

/**
 * A generated file as it is for another base class: the contract's changes applied, and its stubs made anew.
 * `file` is the path from the workspace root.
 */
export function nextVersion(text: string, diff: ContractDiff, file: string): string {
  if (!/\bextends\b/.test(text)) return text;
  const adapted = applyContract(withoutStubs(text, diff, file), diff, file).text;
  const parser = parserFor(diff);
  const stubbed = connectorClasses(adapted, diff.after, file, parser).reduce(
    (source, className) => insertStubs(source, diff.after, { className, file, parser }),
    adapted,
  );
  const before = parser(text);
  return tidyImports(stubbed, { generated: before, before });
}

/** Whether a file has a class that extends the base, which is what a change of the base can touch. */
export function connectorClasses(text: string, contract: Contract, file: string, parser?: Parse): string[] {
  return classesByName(parseOrRefuse(text, file, parser))
    .filter(({ node }) => contextOf(node, contract).extendsBase && !isAbstractOrParent(text, node.name?.text))
    .map(({ name }) => name);
}

/** A class that others of the file extend leaves its abstract members to them. */
function isAbstractOrParent(text: string, name: string | undefined): boolean {
  return name !== undefined && new RegExp(`\\bextends\\s+${name}\\b`).test(text);
}

function withoutStubs(text: string, diff: ContractDiff, file: string): string {
  const { before, after } = diff;
  const asked = new Set(
    [...before.members, ...after.members].filter(({ isAbstract }) => isAbstract).map(({ name }) => name),
  );
  const style = styleOf(text);
  const edits = classesByName(parseOrRefuse(text, file, parserFor(diff))).flatMap(({ node }) => {
    if (![before, after].some((contract) => contextOf(node, contract).extendsBase)) return [];
    const container = classContainer(node, style);
    const stubs = container.units.filter(({ name }, index) => {
      const unit = container.units[index];
      return name !== undefined && asked.has(name) && unit !== undefined && isStub(unit);
    });
    return withoutUnits(container, new Set(stubs));
  });
  return applyEdits(text, edits);
}
