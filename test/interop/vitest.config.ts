import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  resolve: {
    alias: { 'ats-runtime': fileURLToPath(new URL('../../runtime/src/index.ts', import.meta.url)) },
  },
  test: {
    include: ['test/interop/**/*.test.ts'],
    testTimeout: 30_000,
    // The clients pace themselves: most of their time is waiting.
    maxWorkers: 3,
  },
});
