// Part of the build: formats what a `create` renders from a preset once, so that none has to load prettier for it.
import { renderFiles } from '../dist/generators/plop/render-files.js';
import { contractOf } from '../dist/generators/packaging/shipped-contract.js';
import { runtimeRoot } from '../dist/generators/packaging/package-root.js';
import { writeReadyFormats } from '../dist/generators/connector/ready-formats.js';
import { loadPreset, presetNames } from '../dist/venues/preset.js';

const { contract } = await contractOf(runtimeRoot());
const files = [];
for (const name of await presetNames()) {
  const { description, signature } = await loadPreset(name);
  const file = `custom_modules/exchanges/${description.venue}/exchange.ts`;
  files.push(...(await renderFiles({ description, signature, wallet: true, contract, file })));
}
await writeReadyFormats(files);
