import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedVenue } from '../../venues/index.js';
import { packageRoot } from '../packaging/package-root.js';
import { connectorSteps } from '../plop/connector.js';
import type { Renderer } from '../plop/renderer.js';
import { runGenerator, type Step } from '../plop/run.js';
import { renderTemplate } from '../plop/template.js';
import { packVendor } from '../packaging/vendor.js';
import { Tree } from '../tree/index.js';
import type { Target } from './target.js';
import { CONFIG_TEMPLATE, VARIABLES_FILE, workspaceFiles } from './templates.js';
import { withVariables } from './variables.js';
import { VENDOR, configView, workspaceView, type ConfigView } from './view.js';

export interface Scaffold {
  readonly target: Target;
  readonly venue: LoadedVenue;
  readonly wallet: boolean;
}

/** The virtual tree with everything that `create` writes; the disk is untouched. */
export async function scaffold({ target, venue, wallet }: Scaffold, renderer: Renderer): Promise<Tree> {
  const tree = new Tree(target.root);
  // Packing compresses on a thread of its own, so it begins first.
  const vendor = target.kind === 'workspace' ? packVendor() : undefined;
  vendor?.catch(() => undefined);
  await runGenerator({
    name: 'connector',
    description: 'a connector in custom_modules/exchanges',
    steps: [
      ...connectorSteps({ tree, venue, wallet, renderer }),
      ...(target.kind === 'connector' ? [configStep(tree, venue), variablesStep(tree, venue)] : []),
    ],
  });
  if (vendor === undefined) return tree;
  await runGenerator({
    name: 'workspace',
    description: 'a workspace for connectors',
    steps: workspaceSteps(tree, venue, await vendor),
  });
  return tree;
}

/** For a connector more; a configuration that is there is the user's, also by force. */
function configStep(tree: Tree, { description }: LoadedVenue): Step {
  const view = configView(description);
  const { configFile } = view;
  return {
    type: 'configure',
    run: () => {
      if (tree.exists(configFile)) return `${configFile} is kept`;
      tree.write(configFile, render(CONFIG_TEMPLATE, view));
      return configFile;
    },
  };
}

/** The workspace's list of variables, where it has one, names those of a connector more. */
function variablesStep(tree: Tree, { description }: LoadedVenue): Step {
  const names = configView(description).credentials.map(({ variable }) => variable);
  return {
    type: 'list variables',
    run: () => {
      const text = tree.read(VARIABLES_FILE);
      const extended = text === undefined ? undefined : withVariables(text, names);
      if (extended === undefined || extended === text) return `${VARIABLES_FILE} is left alone`;
      tree.write(VARIABLES_FILE, extended);
      return VARIABLES_FILE;
    },
  };
}

function workspaceSteps(
  tree: Tree,
  { description }: LoadedVenue,
  vendor: Awaited<ReturnType<typeof packVendor>>,
): Step[] {
  const view = workspaceView(tree.root, description, vendor);
  return [
    {
      type: 'render',
      run: () => {
        const files = workspaceFiles(view);
        for (const [template, path] of files) tree.write(path, render(template, view));
        return `${files.length} files`;
      },
    },
    {
      type: 'vendor',
      run: () => {
        for (const { file, bytes } of [vendor.runtime, vendor.generator])
          tree.write(`${VENDOR}/${file}`, bytes);
        return VENDOR;
      },
    },
  ];
}

function render(template: string, view: ConfigView): string {
  const path = join(packageRoot(), 'templates', 'workspace', template);
  return renderTemplate(readFileSync(path, 'utf8'), view);
}
