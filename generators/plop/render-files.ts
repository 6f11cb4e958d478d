import { renderConnectorFiles, type ConnectorInput } from '../connector/index.js';
import type { Contract } from '../contract/contract.js';

export interface RenderJob extends ConnectorInput {
  readonly contract: Contract;
  /** From the workspace's root; for the imports of stubs. */
  readonly file: string;
}

/** A connector's generated files by path: rendered, and completed with stubs for what the templates lack. */
export async function renderFiles({ contract, file, ...input }: RenderJob): Promise<Map<string, string>> {
  const files = await renderConnectorFiles(input);
  const source = files.get('exchange.ts');
  if (source === undefined || hasEveryMember(source, contract)) return files;
  const { insertStubs } = await import('../contract/insert-stubs.js');
  return files.set('exchange.ts', insertStubs(source, contract, { file }));
}

/**
 * Does the rendered class bring every abstract member, one a line as our templates write them?
 * Then no parser has to be loaded; a miss only means that it is.
 */
function hasEveryMember(source: string, { members }: Contract): boolean {
  return members
    .filter(({ isAbstract }) => isAbstract)
    .every(({ name }) => new RegExp(String.raw`^ +override (async )?${name}\(`, 'm').test(source));
}
