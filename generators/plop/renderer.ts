import { Worker } from 'node:worker_threads';
import type { RenderJob } from './render-files.js';

/** Renders one connector; `close` when it has. */
export interface Renderer {
  render(job: RenderJob): Promise<ReadonlyMap<string, string>>;
  close(): void;
}

type Answer = { readonly files: ReadonlyMap<string, string> } | { readonly error: unknown };

/**
 * Templates and prettier on a thread of their own: they load while this thread reads the description, and render while
 * it loads plop, which halves the time of a `create`. Uncompiled sources, as tests run them, have no file that a
 * thread could start with: they render here.
 */
export function openRenderer(): Renderer {
  if (!import.meta.url.endsWith('.js')) {
    return {
      render: async (job) => (await import('./render-files.js')).renderFiles(job),
      close: () => undefined,
    };
  }
  const worker = new Worker(new URL('./render-worker.js', import.meta.url));
  // A run that fails before it renders anything does not wait for the thread.
  worker.unref();
  return {
    render: (job) =>
      new Promise((resolve, reject) => {
        worker.ref();
        worker.once('error', reject);
        worker.once('message', (answer: Answer) => {
          worker.unref();
          if ('files' in answer) resolve(answer.files);
          else reject(answer.error);
        });
        worker.postMessage(job, []);
      }),
    close: () => void worker.terminate(),
  };
}
