import { UserError } from '../cli/errors.js';
import { contextOf } from '../contract/class-context.js';
import type { Contract } from '../contract/contract.js';
import { findClass, parseOrRefuse } from '../contract/find-class.js';
import { parse, type Parse } from '../contract/parser.js';
import { connectorClasses } from './next-version.js';

/**
 * A file has to parse, and the connector's class has to stand where it was generated, once, under its name, and extend
 * this base.
 */
export function refuseLostClass(
  { yours, generated }: { readonly yours: string; readonly generated: string },
  contract: Contract,
  path: string,
  parser: Parse = parse,
): void {
  const names = connectorClasses(generated, contract, path, parser);
  const syntax = parseOrRefuse(yours, path, parser);
  for (const name of names) {
    const context = contextOf(findClass(syntax, name, path), contract);
    if (context.extendsBase && !context.extendsDirectly)
      throw new UserError(`${path}: "${name}" does not extend ${contract.className}; let it do so first`);
  }
}

/** The user may delete any file but the one with the connector's class. */
export function refuseMissingClass(generated: string, contract: Contract, path: string): void {
  if (connectorClasses(generated, contract, path).length === 0) return;
  throw new UserError(`${path}: is missing; restore it, or create the connector anew`);
}
