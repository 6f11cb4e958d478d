// Part of the build: reads the contract of the runtime once, so that no `create` has to parse it again.
import { writeContract } from '../dist/generators/packaging/shipped-contract.js';

await writeContract();
