// `npm run nightly`: the suites that take too long for every push, with the number of cases a night has time for.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const suites = [
  { name: 'sync, 5,000 random cases', files: ['test/sync'], env: { SYNC_CASES: '5000' } },
  { name: 'mutants of connectors', files: ['test/mutants'] },
  { name: 'end to end', files: ['test/e2e'] },
  {
    name: 'any bytes at the mock exchange, 100,000 requests',
    script: 'dist/test/fuzz/run.js',
    files: ['100000'],
  },
];

const failed = [];
for (const { name, files, env, script } of suites) {
  process.stdout.write(`\n${name}\n`);
  const command = script === undefined ? [vitest, 'run', ...files] : [script, ...files];
  if ((await run(command, env)) !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? '\nall passed\n' : `\nfailed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

/** Random cases print their seed when one fails. */
function run(command, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
