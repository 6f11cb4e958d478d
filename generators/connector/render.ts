import type { VenueDescription } from '../../venues/index.js';
import { withAnswers } from './answers-file.js';
import { formatFiles } from './format.js';
import { runtimeImports } from './imports.js';
import { SIGNATURE_FILE, signsItself, suppliedSignature } from './signature-file.js';
import type { Template } from '../plop/template.js';
import { connectorTemplates, type ConnectorTemplates } from './templates.js';
import { connectorView } from './view-model/connector.js';

export interface ConnectorInput {
  readonly description: VenueDescription;
  /** Whether the balances are read in a file of their own. */
  readonly wallet: boolean;
  /** The text of a `signature.ts` that came with the description; absent: a stub is written where one is needed. */
  readonly signature?: string | undefined;
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
  const files = await renderConnectorFiles(input);
  const completed = [...files].map(
    ([path, text]) => [path, path === 'exchange.ts' ? insertStubs(text) : text] as const,
  );
  return formatFiles(new Map(completed));
}

/** The same before stubs and formatting. */
export async function renderConnectorFiles({
  description,
  wallet,
  signature,
}: ConnectorInput): Promise<Map<string, string>> {
  const templates = await connectorTemplates();
  const view = connectorView(description, { wallet });
  const files = new Map([
    ['index.ts', templates.index(view)],
    ...exchangeFiles(templates, description, view),
    ['exchange.test.ts', templates.test(view)],
    ['README.md', templates.readme(view)],
  ]);
  if (view.walletFile) files.set('wallet.ts', withImports(templates.wallet, view));
  if (signsItself(description)) {
    const own = signature === undefined ? undefined : suppliedSignature(signature);
    files.set(SIGNATURE_FILE, own ?? withImports(templates.signature, view));
  }
  return files;
}

/** A live exchange has the meaning of its venue's answers in a file beside it. */
function exchangeFiles(
  { exchange, answers }: ConnectorTemplates,
  { kind }: VenueDescription,
  view: object,
): readonly (readonly [path: string, text: string])[] {
  if (kind !== 'live') return [['exchange.ts', withImports(exchange[kind], view)]];
  const split = withAnswers(exchange.live, answers, view);
  return [
    ['exchange.ts', split.exchange],
    ['answers.ts', split.answers],
  ];
}

/** Imports exactly what the code turned out to use. */
function withImports(template: Template, view: object): string {
  return template({ ...view, imports: runtimeImports(template({ ...view, imports: '' })) });
}
