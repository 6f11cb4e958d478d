import { parentPort } from 'node:worker_threads';
import { typescript } from '../contract/parser.js';
import { Tree } from '../tree/tree.js';
import { BaseSources } from './base-sources.js';
import { openConnector } from './connector-files.js';
import { ownPorts } from './own-ports.js';
import { planHere } from './plan-connectors.js';
import type { PlanAnswer, PlanJob } from './plan-threads.js';
import type { ConnectorOutcome } from './sync-connector.js';

parentPort?.on('message', (job: PlanJob) => {
  void plan(job).then(
    (outcomes) => answer({ outcomes }),
    (error: unknown) => answer({ error }),
  );
});

// While the first thread reads the base class.
typescript();

function plan({ venues, bases, ...job }: PlanJob): Promise<readonly ConnectorOutcome[]> {
  const tree = new Tree(job.root);
  const context = { ...job, ports: ownPorts, bases: new BaseSources(job.root, bases) };
  // They have been opened by the first thread already, so nothing is wrong with them.
  const connectors = venues.map((venue) => openConnector(tree, venue, job.identity.version));
  return planHere(connectors, context);
}

function answer(message: PlanAnswer): void {
  parentPort?.postMessage(message, []);
}
