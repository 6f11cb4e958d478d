import { createSandbox, loadPreset, presetNames } from '../../sandbox/index.js';
import { fuzz, type FuzzReport } from './fuzz.js';
import { withIdleSockets } from './idle-sockets.js';

// Nightly: node dist/test/fuzz/run.js [requests] [seed]. Exit code 1 with the faults that were found.
const [requests = 100_000, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number);
const names = await presetNames();
process.stdout.write(`${requests} requests of any bytes, seed ${seed}\n`);
for (const name of names) {
  const sandbox = await createSandbox({ venue: await loadPreset(name), calm: true });
  const report = await fuzz({ sandbox, requests: Math.ceil(requests / names.length), seed });
  await withIdleSockets(Number(new URL(sandbox.rest).port), 10_000, async (open) => {
    const start = performance.now();
    await fetch(sandbox.rest, { signal: AbortSignal.timeout(10_000) });
    const wait = Math.round(performance.now() - start);
    process.stdout.write(`${name}: ${open} idle sockets, an answer beside them in ${wait} ms\n`);
  });
  await sandbox.close();
  process.stdout.write(`${name}: ${text(report)}\n`);
  if (report.faults.length > 0) process.exitCode = 1;
}

function text({ requests: sent, endings, longestWaitMs, faults }: FuzzReport): string {
  const kinds = [...endings].map(
    ([kind, { answered, closed, open }]) => `  ${kind}: ${answered} answered, ${closed} closed, ${open} left`,
  );
  const found = faults.map((fault) => `  FAULT ${fault}`);
  return [`${sent} requests, longest wait ${Math.round(longestWaitMs)} ms`, ...kinds, ...found].join('\n');
}
