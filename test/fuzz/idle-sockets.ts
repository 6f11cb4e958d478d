import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/**
 * Opens sockets that say nothing, at most as many as this process may have open (both ends are in it), and hands over
 * how many they are while they are open.
 */
export async function withIdleSockets(
  port: number,
  wanted: number,
  work: (open: number) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const count = Math.min(wanted, Math.floor((openFilesLimit() - FILES_IN_USE) / 2));
  try {
    while (sockets.length < count) {
      const batch = Array.from({ length: Math.min(200, count - sockets.length) }, () =>
        connect(port, '127.0.0.1'),
      );
      for (const socket of batch) socket.on('error', () => undefined);
      sockets.push(...batch);
      await Promise.all(batch.map((socket) => once(socket, 'connect')));
    }
    await work(sockets.length);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

const FILES_IN_USE = 300;

function openFilesLimit(): number {
  const report: unknown = process.report.getReport();
  const limit = /"open_files":\s*\{\s*"soft":\s*"?(\d+|unlimited)/.exec(JSON.stringify(report))?.[1];
  return limit === undefined || limit === 'unlimited' ? 1024 : Number(limit);
}
