import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run the sources, not the build, so that a failure points at the line that was written.
    alias: {
      'ats-runtime/eip712': source('./runtime/src/eip712/index.ts'),
      'ats-runtime': source('./runtime/src/index.ts'),
    },
  },
  test: {
    include: ['{runtime/src,venues,sandbox,generators,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'test/interop/**', 'test/fixtures/**', 'templates/**'],
    testTimeout: 60_000,
    // Files share their worker's modules: loading them again took a fifth of the run. No test mocks a module.
    isolate: false,
    // Vitest leaves one core idle; the tests keep virtual time, so they do not mind company.
    maxWorkers: '100%',
  },
});
