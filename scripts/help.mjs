// Part of the build: what each command says for `--help`, so that it can be said without loading the command line.
import { writeHelp } from '../dist/generators/cli/ready-help.js';

await writeHelp();
