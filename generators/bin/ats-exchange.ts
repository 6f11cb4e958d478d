#!/usr/bin/env node
import { exchangeProgram } from '../cli.js';
import { main } from '../cli/main.js';

await main(exchangeProgram);
