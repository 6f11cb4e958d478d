import { demandEqual } from './failure.js';
import type { Session } from './session.js';

/** A venue closes its side of a connection that the client has left within moments. */
const CLOSING_MS = 2000;

/** After disconnect neither a timer of the connector nor a connection to the venue may be left. */
export async function demandNothingLeft(session: Session): Promise<void> {
  await session.advance(CLOSING_MS);
  demandEqual("the connector's timers that still wait", session.clock.pending, 0);
  demandEqual('streams that are still open', session.sandbox.connections(), []);
  demandEqual(
    'sockets of this process beyond those before connect',
    openSockets() - session.socketsBefore,
    0,
  );
}

/** Of both sides, the sandbox's too: it lives in this process. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
}
