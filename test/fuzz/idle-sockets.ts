import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Opens sockets that say nothing, in a process of their own and at most as many as one may have open, and hands over
 * how many they are while they are open.
 */
export async function withIdleSockets(
  port: number,
  wanted: number,
  work: (open: number) => Promise<void>,
): Promise<void> {
  const count = Math.min(wanted, openFilesLimit() - FILES_IN_USE);
  const child = spawn(process.execPath, ['-e', OPENER, String(port), String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [line]: unknown[] = await once(createInterface(child.stdout), 'line');
    await work(Number(line));
  } finally {
    const exited = once(child, 'exit');
    child.stdin.end();
    await exited;
  }
}

/** Tells how many are open, and ends with its standard input. */
const OPENER = `
const { connect } = require('node:net');
const { once } = require('node:events');
const [port, count] = process.argv.slice(1).map(Number);
process.stdin.on('end', () => process.exit(0)).resume();
(async () => {
  for (let open = 0; open < count; ) {
    const batch = Array.from({ length: Math.min(200, count - open) }, () => connect(port, '127.0.0.1'));
    for (const socket of batch) socket.on('error', () => undefined);
    await Promise.all(batch.map((socket) => once(socket, 'connect')));
    open += batch.length;
  }
  console.log(count);
})();
`;

const FILES_IN_USE = 300;

function openFilesLimit(): number {
  const report: unknown = process.report.getReport();
  const limit = /"open_files":\s*\{\s*"soft":\s*"?(\d+|unlimited)/.exec(JSON.stringify(report))?.[1];
  return limit === undefined || limit === 'unlimited' ? 1024 : Number(limit);
}
