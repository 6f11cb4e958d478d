// Part of the build: compiles the templates once, so that no `create` has to load their compiler.
import { writeReadyTemplates } from '../dist/generators/plop/ready-templates.js';

await writeReadyTemplates();
