import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedVenue } from '../../venues/index.js';
import { generatorIdentity } from '../packaging/identity.js';
import { contractOf } from '../packaging/shipped-contract.js';
import { runtimeRoot } from '../packaging/package-root.js';
import type { Tree } from '../tree/index.js';
import { EXCHANGES } from '../workspace/find.js';
import type { Renderer } from './renderer.js';
import type { Step } from './run.js';

export interface ConnectorJob {
  readonly tree: Tree;
  readonly venue: LoadedVenue;
  readonly wallet: boolean;
  readonly renderer: Renderer;
}

/**
 * A connector's folder: its description and samples, what is rendered from them, and the manifest for sync.
 * Rendering begins at once, on its thread; the step waits for it.
 */
export function connectorSteps({ tree, venue, wallet, renderer }: ConnectorJob): Step[] {
  const { description, signature } = venue;
  const folder = `${EXCHANGES}/${description.venue}`;
  const put = (files: ReadonlyMap<string, string>): string => {
    for (const [path, text] of files) tree.write(`${folder}/${path}`, text);
    return `${files.size} files`;
  };
  const base = contractOf(runtimeOf(tree.root));
  const rendered = base.then(({ contract }) =>
    renderer.render({ description, wallet, signature, contract, file: `${folder}/exchange.ts` }),
  );
  rendered.catch(() => undefined);
  return [
    { type: 'describe', run: () => put(describing(venue)) },
    { type: 'render', run: async () => put(await rendered) },
    {
      type: 'manifest',
      run: async () => {
        const [{ recordConnector }, { contract, sources }] = await Promise.all([
          import('../manifest/record.js'),
          base,
        ]);
        return put(
          recordConnector({
            generator: generatorIdentity(),
            description: venue.text,
            base: { sources: inWorkspace(sources) },
            contract,
            options: { wallet },
            files: await rendered,
          }),
        );
      },
    },
  ];
}

/** What the connector was made from, the mock's hooks among it. */
function describing({ text, sampleTexts, hooks, description }: LoadedVenue): Map<string, string> {
  const files = new Map([['venue.yaml', text], ...sampleTexts]);
  const { hooks: hooksFile } = description.sandbox;
  if (hooksFile !== undefined && hooks !== undefined) files.set(hooksFile, hooks);
  return files;
}

/** Where a workspace has the runtime once it is installed. */
const RUNTIME = 'node_modules/ats-runtime';

/** The runtime that the workspace has, or is about to get. */
function runtimeOf(root: string): string {
  const installed = join(root, RUNTIME);
  return existsSync(join(installed, 'package.json')) ? installed : runtimeRoot();
}

function inWorkspace(sources: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(sources).map(([path, hash]) => [`${RUNTIME}/${path}`, hash]));
}
