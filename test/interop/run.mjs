// Installs the public clients where they are missing, then lets them talk to the mock exchange.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const folder = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const isInstalled = (name) => existsSync(new URL(`node_modules/${name}/package.json`, import.meta.url));
if (!Object.keys(dependencies).every(isInstalled)) {
  await execa('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: 'inherit',
  });
}
const { exitCode } = await execa(
  'npx',
  ['--no-install', 'vitest', 'run', '--config', 'test/interop/vitest.config.ts', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', reject: false },
);
process.exitCode = exitCode ?? 1;
