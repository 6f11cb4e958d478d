import type { Candle } from 'ats-runtime';
import {
  writePath,
  type FieldMapping,
  type FrameDescription,
  type TimeUnit,
} from '../../../../venues/index.js';
import { toCandleStream } from '../../applies.js';
import {
  approachClose,
  demandLedgerCandles,
  intervalOf,
  passIntervals,
  runningStart,
} from '../../candles.js';
import type { Check } from '../../check.js';
import type { CheckContext } from '../../context.js';
import { demand, demandEqual } from '../../failure.js';
import type { Session } from '../../session.js';
import type { StreamFault } from '../../../faults/fault.js';

const HINT =
  'CandleStream puts in order what it is told: give it every candle of a frame, and let it call the listener.';

export const D09: Check = {
  id: 'D09',
  group: 'candles',
  title: 'a candle that the venue sends twice is delivered once',
  why: 'Venues repeat frames after a reconnect of their own.',
  hint: HINT,
  applies: toCandleStream,
  run: async (context) => {
    await equalsLedgerUnder(context, { kind: 'duplicate' });
  },
};

export const D10: Check = {
  id: 'D10',
  group: 'candles',
  title: 'candles that come out of order are delivered in order',
  why: 'Frames overtake each other behind a load balancer.',
  hint: HINT,
  applies: toCandleStream,
  run: async (context) => {
    await equalsLedgerUnder(context, { kind: 'reorder' }, 0.5);
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await approachClose(session, 100);
    // The final frame of one candle comes after that of the next.
    const late = { kind: 'frame_delay', ms: intervalOf(session) * 1000 + 1000 } as const;
    session.sandbox.faults.add({ stream: 'candles', fault: late, times: 1 });
    await passIntervals(session, 3);
    demandLedgerCandles(session, candles, from);
  },
};

export const D11: Check = {
  id: 'D11',
  group: 'candles',
  title: 'a malformed frame is logged and the stream lives on',
  why: 'One broken frame must not cost the day.',
  hint: 'Let read throw (Answer does): the stream logs it and goes on.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await equalsLedgerUnder(context, { kind: 'malformed' });
    demand(session.log.complaints.length > 0, 'a warning about the frame in the log', 'none');
  },
};

export const D12: Check = {
  id: 'D12',
  group: 'candles',
  title: 'a listener that throws is logged and the stream lives on',
  why: 'A mistake in a strategy must not end its data.',
  hint: 'Let CandleStream call the listener: it catches and logs what the listener throws.',
  applies: toCandleStream,
  run: async (context) => {
    const session = await context.connected();
    const candles: Candle[] = [];
    const listener = (candle: Candle): void => {
      candles.push(candle);
      throw new Error('the strategy made a mistake');
    };
    await session.during(session.exchange.subscribeToCandles(listener));
    const from = runningStart(session);
    await passIntervals(session, 3);
    demandLedgerCandles(session, candles, from);
    demand(
      session.log.text.includes('the strategy made a mistake'),
      "the listener's error in the log",
      'none',
    );
  },
};

export const D16: Check = {
  id: 'D16',
  group: 'candles',
  title: "another market's frames are ignored",
  why: 'A candle of ETH among those of BTC is a crash of 94 %.',
  hint: 'Compare the symbol of the frame with this market before reading it.',
  applies: (venue) => {
    const streams = toCandleStream(venue);
    if (streams !== true) return streams;
    const { match = {} } = venue.streams.candles?.frame ?? {};
    return Object.values(match).some(namesSymbol) || "the venue's frames do not name their market";
  },
  run: async (context) => {
    const session = await context.connected();
    const candles = await session.collectCandles();
    const from = runningStart(session);
    await passIntervals(session, 1);
    // Where no flag says that a candle is closed, the next one does: the stranger is that.
    const { closed } = context.venue.description.streams.candles?.frame.rows.fields ?? {};
    const start = runningStart(session) + (closed === undefined ? intervalOf(session) : 0);
    session.sandbox.sendFrame('candles', foreignFrame(context, start));
    await passIntervals(session, 2);
    demandLedgerCandles(session, candles, from);
    demandEqual(
      'complaints in the log:',
      session.log.complaints.map((line) => line.text),
      [],
    );
  },
};

async function equalsLedgerUnder(
  context: CheckContext,
  fault: StreamFault,
  probability = 1,
): Promise<Session> {
  const session = await context.connected();
  const candles = await session.collectCandles();
  const from = runningStart(session);
  session.sandbox.faults.add({ stream: 'candles', fault, probability });
  await passIntervals(session, 3);
  session.sandbox.faults.clear();
  await passIntervals(session, 1);
  demandLedgerCandles(session, candles, from);
  return session;
}

/** The venue's documented candle frame, closed, of this time, and of a market that is not ours. */
function foreignFrame(context: CheckContext, start: number): string {
  const { description, samples } = context.venue;
  const frame = description.streams.candles?.frame;
  if (frame === undefined) throw new Error('the venue has no candle stream');
  const document: unknown = structuredClone(samples.get(frame.sample));
  for (const [path, expected] of Object.entries(frame.match)) {
    if (namesSymbol(expected))
      writePath(document, path, expected.includes('{channel') ? NO_CHANNEL : 'NOSUCHMARKET');
  }
  const { timestamp, closed } = frame.rows.fields;
  const time = pathIn(frame, timestamp);
  if (time !== undefined)
    writePath(document, time, stamp(start, unitOf(timestamp) ?? frame.time_unit ?? description.time_unit));
  const flag = pathIn(frame, closed);
  if (flag !== undefined) writePath(document, flag, closedValue(closed));
  return JSON.stringify(document);
}

/** A number that the mock exchange gives no subscription. */
const NO_CHANNEL = 0;

function namesSymbol(expected: unknown): expected is string {
  return typeof expected === 'string' && /\{(symbol|base|channel)/.test(expected);
}

function pathIn(frame: FrameDescription, field: FieldMapping | undefined): string | undefined {
  const own =
    typeof field === 'string' ? field : field !== undefined && 'path' in field ? field.path : undefined;
  if (own === undefined || frame.rows.items === undefined) return own;
  return `${frame.rows.items}[0]${own.startsWith('[') ? '' : '.'}${own}`;
}

function unitOf(field: FieldMapping | undefined): TimeUnit | undefined {
  return typeof field === 'object' && 'unit' in field ? field.unit : undefined;
}

function closedValue(field: FieldMapping | undefined): string | boolean {
  return typeof field === 'object' && 'equals' in field && field.equals !== undefined ? field.equals : true;
}

function stamp(seconds: number, unit: TimeUnit): number | string {
  if (unit === 'iso') return new Date(seconds * 1000).toISOString();
  return seconds * { s: 1, ms: 1e3, us: 1e6, ns: 1e9 }[unit];
}
