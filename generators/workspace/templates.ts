import type { WorkspaceView } from './view.js';

export const CONFIG_TEMPLATE = 'config.yaml.hbs';

/** What the connectors' configurations take from the environment. */
export const VARIABLES_FILE = '.env.example';

/** Which template becomes which file. Names that npm or git would take for their own stand without their dot. */
export function workspaceFiles({
  configFile,
}: WorkspaceView): readonly (readonly [template: string, path: string])[] {
  return [
    ['package.json.hbs', 'package.json'],
    ['tsconfig.json.hbs', 'tsconfig.json'],
    ['tsconfig.build.json.hbs', 'tsconfig.build.json'],
    ['vitest.config.ts.hbs', 'vitest.config.ts'],
    ['gitignore.hbs', '.gitignore'],
    ['env.example.hbs', VARIABLES_FILE],
    [CONFIG_TEMPLATE, configFile],
    ['README.md.hbs', 'README.md'],
  ];
}
