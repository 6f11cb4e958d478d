import { Worker } from 'node:worker_threads';
import type { RenderJob } from './render-files.js';

/** Renders one connector; `close` when it has. */
export interface Renderer {
  render(job: RenderJob): Promise<ReadonlyMap<string, string>>;
  close(): void;
}

type Files = ReadonlyMap<string, string>;
type Answer = { readonly files: Files } | { readonly error: unknown };

/**
 * Renders here, and formats on a thread of its own, where prettier loads while this thread reads the description and
 * renders. `atOnce`: the thread is opened right away; otherwise when a text comes that the build has not formatted, as it
 * has those of presets. Uncompiled sources, as tests run them, have no file that a thread could start with: they format here.
 */
export function openRenderer(atOnce = false): Renderer {
  const isCompiled = import.meta.url.endsWith('.js');
  let worker = atOnce && isCompiled ? openThread() : undefined;
  return {
    render: async (job) => {
      const { renderFiles } = await import('./render-files.js');
      const files = await renderFiles(job);
      const ready = await readyFiles(files);
      if (ready !== undefined) return ready;
      if (!isCompiled) return (await import('../connector/format.js')).formatFiles(files);
      worker ??= openThread();
      return formatOn(worker, files);
    },
    close: () => void worker?.terminate(),
  };
}

function openThread(): Worker {
  const worker = new Worker(new URL('./format-worker.js', import.meta.url));
  // A run that fails before it renders anything does not wait for the thread.
  worker.unref();
  return worker;
}

function formatOn(worker: Worker, files: Files): Promise<Files> {
  return new Promise((resolve, reject) => {
    worker.ref();
    worker.once('error', reject);
    worker.once('message', (answer: Answer) => {
      worker.unref();
      if ('files' in answer) resolve(answer.files);
      else reject(answer.error);
    });
    worker.postMessage(files, []);
  });
}

/** All of them as the build has formatted them, or nothing. */
async function readyFiles(files: Files): Promise<Files | undefined> {
  const { readyFormat } = await import('../connector/ready-formats.js');
  const ready = new Map<string, string>();
  for (const [path, text] of files) {
    const formatted = readyFormat(text, path);
    if (formatted === undefined) return undefined;
    ready.set(path, formatted);
  }
  return ready;
}
