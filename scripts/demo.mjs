// `npm run demo`: what a newcomer's first command does, in a temporary folder, through the built command line.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../dist/generators/bin/create-ats-exchange.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ats-demo-'));
const args = ['my-trading', '--preset', 'binance_spot', '--yes'];

process.stdout.write(`In ${folder}:\n$ npx create-ats-exchange ${args.join(' ')}\n`);
const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit' });
// Ctrl-C reaches the child too, which puts things right and ends with its own code.
process.on('SIGINT', () => undefined);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
