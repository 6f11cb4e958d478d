import { Worker } from 'node:worker_threads';
import type { GeneratorIdentity } from '../manifest/record.js';
import type { KnownBases } from './base-sources.js';
import type { ConflictChoice } from './report.js';
import type { ConnectorOutcome } from './sync-connector.js';

/** The share of a thread, as plain data. */
export interface PlanJob {
  readonly root: string;
  readonly venues: readonly string[];
  readonly identity: GeneratorIdentity;
  readonly conflicts: ConflictChoice;
  readonly base: string | undefined;
  readonly bases: KnownBases;
}

export type PlanAnswer = { readonly outcomes: readonly ConnectorOutcome[] } | { readonly error: unknown };

export interface PlanThreads {
  plan(thread: number, job: PlanJob): Promise<readonly ConnectorOutcome[]>;
  close(): void;
}

/** Threads that load their parser at once and merge when they get a job. */
export function openPlanThreads(count: number): PlanThreads {
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./plan-worker.js', import.meta.url)),
  );
  return {
    plan: (thread, job) =>
      new Promise((resolve, reject) => {
        const worker = workers[thread];
        if (worker === undefined) throw new Error(`there is no thread ${thread}`);
        worker.once('error', reject);
        worker.once('message', (answer: PlanAnswer) => {
          if ('outcomes' in answer) resolve(answer.outcomes);
          else reject(answer.error);
        });
        worker.postMessage(job, []);
      }),
    close: () => {
      for (const worker of workers) void worker.terminate();
    },
  };
}
