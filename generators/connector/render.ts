import type { VenueDescription } from '../../venues/index.js';
import { runtimeImports } from './imports.js';
import { connectorTemplates, type Template } from './templates.js';
import { connectorView } from './view-model/connector.js';

export interface ConnectorInput {
  readonly description: VenueDescription;
  /** Whether the balances are read in a file of their own. */
  readonly wallet: boolean;
}

export interface RenderOptions {
  /** What completes `exchange.ts` with stubs for members that the templates do not bring. */
  readonly insertStubs?: (source: string) => string;
}

/** Every generated file of a connector by its path in the connector's folder: stubs inserted, formatted. */
export async function renderConnector(
  input: ConnectorInput,
  { insertStubs = (source) => source }: RenderOptions = {},
): Promise<Map<string, string>> {
  const [files, { format }] = await Promise.all([renderConnectorFiles(input), import('prettier')]);
  const formatted = [...files].map(async ([path, text]) => {
    const source = path === 'exchange.ts' ? insertStubs(text) : text;
    return [path, await format(source, { ...STYLE, filepath: path })] as const;
  });
  return new Map(await Promise.all(formatted));
}

/** The same before stubs and formatting. */
export async function renderConnectorFiles({
  description,
  wallet,
}: ConnectorInput): Promise<Map<string, string>> {
  const templates = await connectorTemplates();
  const view = connectorView(description, { wallet });
  const files = new Map([
    ['index.ts', templates.index(view)],
    ['exchange.ts', withImports(templates.exchange[description.kind], view)],
    ['exchange.test.ts', templates.test(view)],
    ['README.md', templates.readme(view)],
  ]);
  if (view.walletFile) files.set('wallet.ts', withImports(templates.wallet, view));
  return files;
}

/** Imports exactly what the code turned out to use. */
function withImports(template: Template, view: object): string {
  return template({ ...view, imports: runtimeImports(template({ ...view, imports: '' })) });
}

const STYLE = { singleQuote: true, printWidth: 110 } as const;
