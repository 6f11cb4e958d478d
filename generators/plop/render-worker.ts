import { parentPort } from 'node:worker_threads';
import { formatFile } from '../connector/format.js';
import { renderFiles, type RenderJob } from './render-files.js';

// Prettier's first file takes a quarter of a second longer than the next ones: let that pass before the job comes.
const warm = formatFile('export class Warm {}', 'warm.ts');

parentPort?.on('message', (job: RenderJob) => {
  void warm
    .then(() => renderFiles(job))
    .then(
      (files) => parentPort?.postMessage({ files }, []),
      (error: unknown) => parentPort?.postMessage({ error }, []),
    );
});
