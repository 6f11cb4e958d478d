import { parentPort } from 'node:worker_threads';
import { renderFiles, type RenderJob } from './render-files.js';

// Prettier's first file takes a quarter of a second longer than the next ones: let that pass before the job comes.
const warm = import('prettier').then(({ format }) => format('export class Warm {}', { filepath: 'warm.ts' }));

parentPort?.on('message', (job: RenderJob) => {
  void warm
    .then(() => renderFiles(job))
    .then(
      (files) => parentPort?.postMessage({ files }, []),
      (error: unknown) => parentPort?.postMessage({ error }, []),
    );
});
