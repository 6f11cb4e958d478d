import { connect, type Socket } from 'node:net';
import { seededRandom } from '../../sandbox/faults/fault-plan.js';
import type { Sandbox } from '../../sandbox/index.js';
import { attack, type Attack, type Target } from './attacks.js';

interface FuzzOptions {
  readonly sandbox: Sandbox;
  readonly requests: number;
  readonly seed: number;
}

export interface FuzzReport {
  readonly requests: number;
  /** How many of each kind were answered, closed without an answer, and left open. */
  readonly endings: ReadonlyMap<string, Readonly<Record<Ending, number>>>;
  /** The longest that a well-meaning client waited beside all this, ms. */
  readonly longestWaitMs: number;
  /** Answers that no venue gives; empty when all is well. */
  readonly faults: readonly string[];
}

type Ending = 'answered' | 'closed' | 'open';

/**
 * Throws bytes at a sandbox's two ports while a well-meaning client goes on asking for the time. What ends the process
 * shows by itself; what the report lists as faults are failures of our own.
 */
export async function fuzz({ sandbox, requests, seed }: FuzzOptions): Promise<FuzzReport> {
  const random = seededRandom(seed);
  const [venue, control] = [sandbox.rest, sandbox.control].map((url) => Number(new URL(url).port));
  const [targets, controls] = [venueTargets(sandbox), CONTROL_TARGETS];
  const endings = new Map<string, Record<Ending, number>>();
  const faults = new Set<string>();
  let longestWaitMs = 0;
  for (let sent = 0; sent < requests; sent += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, requests - sent) }, async () => {
      const isControl = random() < 0.15;
      const one = attack(random, isControl ? controls : targets);
      const { ending, answer } = await strike((isControl ? control : venue) ?? 0, one);
      const counts = endings.get(one.kind) ?? { answered: 0, closed: 0, open: 0 };
      counts[ending] += 1;
      endings.set(one.kind, counts);
      const fault = faultIn(answer);
      if (fault !== undefined) faults.add(`${one.kind}: ${fault}`);
    });
    const start = performance.now();
    const time = await fetch(`${sandbox.control}/state`, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
    await time.text();
    longestWaitMs = Math.max(longestWaitMs, performance.now() - start);
    await Promise.all(batch);
    if (sent % 5000 === 0) for (const failure of ownFailures(sandbox)) faults.add(failure);
  }
  for (const failure of ownFailures(sandbox)) faults.add(failure);
  return { requests, endings, longestWaitMs, faults: [...faults] };
}

const AT_ONCE = 100;
const LONGEST_WAIT_MS = 10_000;

/** Wall time after which an attack that is neither answered nor refused is left alone. */
const PATIENCE_MS = 2000;
const HOLD_MS = 20;

/** The control API's reads; what moves its clock by a week would only make the run long. */
const CONTROL_TARGETS: readonly Target[] = [
  { method: 'GET', path: '/state', values: '' },
  { method: 'GET', path: '/candles', values: 'symbol=BTC/USDT&interval=1m&limit=5' },
  { method: 'GET', path: '/requests', values: 'limit=2&after=1' },
  { method: 'GET', path: '/ledger', values: 'limit=2' },
  { method: 'GET', path: '/dashboard/app.js', values: '' },
  { method: 'POST', path: '/orders/1/fill', values: '{"size":"1"}' },
];

function venueTargets({ venue, clock }: Sandbox): readonly Target[] {
  const { endpoints, serves } = venue.description;
  const lines = [...Object.values(endpoints), ...serves].flatMap((endpoint) =>
    endpoint === undefined ? [] : [endpoint],
  );
  return lines.map(({ request, params }) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const names = [...Object.keys(params ?? {}), 'symbol', 'limit', 'timestamp', 'signature'];
    const values = names.map((name) => `${name}=${name === 'timestamp' ? clock.now() : 'BTCUSDT'}`);
    return { method, path: path.replaceAll(/\{\w+\}/g, 'BTCUSDT'), values: values.join('&') };
  });
}

function strike(port: number, one: Attack): Promise<{ ending: Ending; answer: Buffer }> {
  return new Promise((resolve) => {
    const answer: Buffer[] = [];
    let patience: NodeJS.Timeout | undefined;
    const socket = connect(port, '127.0.0.1', () => {
      void send(socket, one).then(() => {
        patience = setTimeout(() => finish('open'), one.hold === true ? HOLD_MS : PATIENCE_MS);
        if (one.hold !== true) socket.end();
      });
    });
    const finish = (ending: Ending): void => {
      clearTimeout(patience);
      socket.destroy();
      resolve({ ending: answer.length > 0 ? 'answered' : ending, answer: Buffer.concat(answer) });
    };
    socket.on('data', (piece) => answer.push(piece));
    socket.on('error', () => undefined);
    socket.on('close', () => finish('closed'));
  });
}

async function send(socket: Socket, { pieces }: Attack): Promise<void> {
  for (const piece of pieces) {
    if (socket.writable) socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An answer that is none of HTTP's, or says that the control API itself failed. */
function faultIn(answer: Buffer): string | undefined {
  if (answer.length === 0) return undefined;
  const text = answer.toString('latin1');
  if (!/^HTTP\/1\.1 [1-5]\d\d /.test(text)) return `no HTTP answer: ${JSON.stringify(text.slice(0, 80))}`;
  const isOurs = text.startsWith('HTTP/1.1 500') && text.includes('Error: ');
  return isOurs ? text.slice(-200) : undefined;
}

/** Requests that made the sandbox's own code throw. */
function ownFailures({ requests }: Sandbox): readonly string[] {
  return requests.flatMap(({ method, path, query, detail }) =>
    detail?.startsWith('the sandbox failed') === true ? [`${method} ${path}?${query}: ${detail}`] : [],
  );
}
