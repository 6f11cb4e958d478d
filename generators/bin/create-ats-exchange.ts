#!/usr/bin/env node
import { createProgram } from '../cli.js';
import { main } from '../cli/main.js';

await main(createProgram);
