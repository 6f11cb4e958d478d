// Part of the build: proves the presets once, so that no `create` and no mock exchange has to do it again.
import { presetFolder, presetNames } from '../dist/venues/preset.js';
import { writeProofs } from '../dist/venues/proved.js';

await writeProofs((await presetNames()).map(presetFolder));
