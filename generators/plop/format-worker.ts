import { parentPort } from 'node:worker_threads';
import { formatAnew } from '../connector/format-anew.js';
import { formatFiles } from '../connector/format.js';

// Prettier's first file takes a quarter of a second longer than the next ones: let that pass before the job comes.
const warm = formatAnew('export class Warm {}', 'warm.ts');

parentPort?.on('message', (files: ReadonlyMap<string, string>) => {
  void warm
    .then(() => formatFiles(files))
    .then(
      (formatted) => parentPort?.postMessage({ files: formatted }, []),
      (error: unknown) => parentPort?.postMessage({ error }, []),
    );
});
