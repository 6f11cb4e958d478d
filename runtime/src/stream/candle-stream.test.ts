import { afterEach, describe, expect, it } from 'vitest';
import { Candle } from '../data/candle.js';
import { candleReader } from '../data/candle-reader.js';
import { intervalSeconds } from '../data/interval.js';
import { ExchangeConnectionException } from '../exceptions.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { testVenue, type TestVenue } from '../test-support/test-venue.js';
import { CandleStream, type CandleStreamOptions } from './candle-stream.js';

const START = 1_700_000_040;
const cleanUp: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

describe('CandleStream', () => {
  it('delivers each closed candle once, when it has closed', async () => {
    const { push, start, seen, clock } = await setUp();
    await start();
    push(0, false);
    push(0, true);
    push(0, true);
    push(1, false);
    push(1, true, 'ETHUSDT');
    await clock.until(() => seen.length === 1);
    expect(seen).toEqual([START]);
  });

  it('fills what was missed while the line was cut, once each, in order', async () => {
    const { push, start, seen, clock, venue, asks } = await setUp();
    await start();
    push(0, true);
    await clock.until(() => seen.length === 1);
    venue.sockets[0]?.terminate();
    await clock.advance(60 * 5 * 1000);
    await clock.until(() => venue.sockets.length === 1 && seen.length >= 5);
    push(5, true);
    push(4, true);
    await clock.until(() => seen.length >= 6);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5].map((minute) => START + 60 * minute));
    expect(asks.length).toBeLessThanOrEqual(7);
    expect(venue.frames.filter((frame) => frame.includes('SUBSCRIBE')).length).toBeGreaterThanOrEqual(2);
  });

  it('hands the confirmation on to what reads frames and unsubscribes, of each connection its own', async () => {
    let channel = 40;
    const { venue, clock, seen, start, stream } = await setUp(
      {
        acknowledged: (frame) => frame.has('channel'),
        unsubscribe: (confirmation) => ({ leave: confirmation?.number('channel') }),
        read: (frame, confirmation) =>
          frame.matches({ '[0]': confirmation?.text('channel') })
            ? [{ candle: readCandle(frame.at('[1]')), closed: true }]
            : [],
      },
      (text) => (text.includes('leave') ? undefined : JSON.stringify({ channel: (channel += 1) })),
    );
    const push = (of: number, minute: number): void => {
      const row = { t: START + 60 * minute, o: '1', h: '10', l: '0.5', c: '7', v: '3' };
      venue.sockets[0]?.send(JSON.stringify([of, row]));
    };
    await start();
    push(42, 0);
    push(41, 0);
    await clock.until(() => seen.length === 1);
    venue.sockets[0]?.terminate();
    await clock.until(() => channel === 42 && venue.sockets.length === 1);
    clock.skip(60_000);
    push(41, 1);
    push(42, 1);
    await clock.until(() => seen.length === 2);
    expect(seen).toEqual([START, START + 60]);
    await stream.stop();
    await clock.until(() => venue.frames.at(-1) === '{"leave":42}');
  });

  it('puts candles in order that overtook each other, without asking', async () => {
    const { push, start, seen, clock, asks } = await setUp();
    await start();
    const before = asks.length;
    push(1, true);
    push(2, true);
    push(0, true);
    await clock.until(() => seen.length === 3);
    expect(seen).toEqual([START, START + 60, START + 120]);
    expect(asks.length).toBe(before);
  });

  it('asks for a candle that is due and does not come, and connects anew where none comes at all', async () => {
    const { start, seen, clock, venue } = await setUp();
    await start();
    const first = venue.sockets[0];
    await clock.advance(200_000);
    expect(seen).toEqual([START, START + 60, START + 120]);
    await clock.until(() => venue.sockets.length === 1);
    expect(venue.sockets[0]).not.toBe(first);
  });

  it('lives through malformed frames and listeners that throw', async () => {
    const { push, start, stream, seen, clock, venue, environment } = await setUp();
    await start();
    await stream.start(({ timestamp }) => {
      seen.push(timestamp);
      throw new Error('my strategy');
    });
    venue.sockets[0]?.send('not json');
    venue.sockets[0]?.send('{"e":"kline","k":{"t":"x"}}');
    push(0, true);
    push(1, true);
    await clock.until(() => seen.length === 2);
    expect(environment.lines.filter((line) => line.includes('my strategy'))).toHaveLength(2);
  });

  it('replaces the listener when it is started again, delivers nothing after stop', async () => {
    const { push, start, stream, seen, clock, venue } = await setUp();
    await start();
    const second: number[] = [];
    await stream.start(({ timestamp }) => second.push(timestamp));
    push(0, true);
    await clock.until(() => second.length === 1);
    expect(venue.sockets).toHaveLength(1);
    push(1, true);
    await stream.stop();
    await clock.advance(600_000);
    expect([seen, second, clock.pending, venue.sockets.length]).toEqual([[], [START], 0, 0]);
    expect(venue.frames.at(-1)).toContain('UNSUBSCRIBE');
  });

  it('tells a refusal', async () => {
    const { stream, clock } = await setUp({}, (text) =>
      text.includes('SUBSCRIBE') ? '{"error":{"msg":"Invalid symbol"}}' : undefined,
    );
    const failure = await clock.resolve(stream.start(() => undefined).catch((error: unknown) => error));
    expect(failure).toBeInstanceOf(ExchangeConnectionException);
    expect(String(failure)).toContain('Invalid symbol');
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('tells that nobody answers', async () => {
    const { stream, clock } = await setUp({ url: 'ws://127.0.0.1:1' });
    const failure = await clock.resolve(stream.start(() => undefined).catch((error: unknown) => error));
    expect(failure).toBeInstanceOf(ExchangeConnectionException);
    expect(clock.pending).toBe(0);
  });

  it('takes intervals without trades for flat candles', async () => {
    const { start, seen, candles, clock } = await setUp({ history: async (from, to) => quiet(from, to) });
    await start();
    await clock.advance(60 * 10 * 1000);
    expect(seen.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5].map((minute) => START + 60 * minute));
    expect(candles.slice(0, 4).map(({ volume, close }) => [volume, close])).toEqual([
      [3, 7],
      [0, 7],
      [0, 7],
      [3, 7],
    ]);
  });

  it('waits for a history that is behind the stream instead of making a candle up', async () => {
    const { push, start, seen, candles, clock } = await setUp({
      history: async (from, to) => behind(clock.now(), history(from, to)),
    });
    await start();
    push(0, true);
    await clock.advance(180_000);
    push(2, true);
    await clock.until(() => seen.length === 3);
    expect(seen).toEqual([START, START + 60, START + 120]);
    expect(candles.map(({ volume }) => volume)).toEqual([3, 3, 3]);
  });

  it('takes a candle for one without trades as soon as the history has a later one', async () => {
    const asked: number[] = [];
    const { push, start, seen, candles, clock } = await setUp({
      history: async (from, to) => {
        asked.push(from);
        return behind(clock.now(), quiet(from, to));
      },
    });
    await start();
    push(0, true);
    await clock.advance(0);
    clock.skip(240_000);
    push(3, true);
    await clock.until(() => seen.length === 4);
    expect(candles.map(({ volume }) => volume)).toEqual([3, 0, 0, 3]);
    expect(clock.now()).toBeLessThan((START + 240 + 5) * 1000);
    expect(asked).toEqual([60, 60, 60].map((offset) => START + offset));
  });

  it('takes a candle for one without trades after ten silent seconds, be the history as stale as it may', async () => {
    const { push, start, seen, candles, clock, asks } = await setUp({
      history: (from, to) => {
        asks.push(`${from}-${to}`);
        return Promise.resolve([]);
      },
    });
    await start();
    push(0, true);
    await clock.until(() => seen.length === 1);
    clock.skip(180_000);
    push(2, true);
    await clock.until(() => seen.length === 3);
    expect(candles.map(({ volume }) => volume)).toEqual([3, 0, 3]);
    expect(Math.floor(clock.now() / 1000)).toBe(START + 190);
    expect(asks.length).toBeLessThan(8);
  });

  it('ignores candles of the future, and says so once', async () => {
    const { venue, start, seen, candles, clock, environment, push } = await setUp();
    const foretell = (minute: number): void => venue.sockets[0]?.send(frameText(minute, true));
    const warnings = (): number => environment.lines.filter((line) => line.includes('of the future')).length;
    await start();
    for (const minute of [60, 60, 1]) foretell(minute);
    await clock.until(() => warnings() > 0);
    await clock.advance(0);
    push(0, true);
    await clock.until(() => seen.length === 1);
    await clock.advance(59_000);
    push(1, true);
    await clock.until(() => seen.length === 2);
    expect(seen).toEqual([START, START + 60]);
    expect(candles.map(({ volume }) => volume)).toEqual([3, 3]);
    expect(warnings()).toBe(1);
  });

  it('follows a venue whose clock runs ahead', async () => {
    const { venue, start, seen, clock } = await setUp();
    await start();
    for (const minute of [60, 61, 62]) venue.sockets[0]?.send(frameText(minute, true));
    await clock.until(() => seen.length === 63);
    expect(seen).toEqual(Array.from({ length: 63 }, (_, minute) => START + 60 * minute));
  });

  it('polls where there is no stream', async () => {
    const { environment, clock } = await setUp();
    const asks: number[] = [];
    const seen: number[] = [];
    const stream = new CandleStream({
      environment,
      interval: '1m',
      history: async (from, to) => {
        asks.push(clock.now() / 1000);
        return history(from, to);
      },
    });
    await stream.start(({ timestamp }) => seen.push(timestamp));
    await clock.advance(185_000);
    await stream.stop();
    expect(seen).toEqual([START - 60, START, START + 60]);
    expect(asks).toEqual([START + 1, START + 61, START + 121]);
    expect(clock.pending).toBe(0);
  });

  it("tells the last price by the history's running candle, also where nobody has subscribed", async () => {
    const { stream, clock, asks } = await setUp();
    await clock.advance(START * 1000 + 59_999 - clock.now());
    expect(await stream.lastPrice()).toBe(7);
    expect(asks).toEqual([`${START + 59 - 120}-${START + 59}`]);
  });

  it('has no price where there was no trade yet', async () => {
    const { stream } = await setUp({ history: () => Promise.resolve([]) });
    await expect(stream.lastPrice()).rejects.toThrow(ExchangeConnectionException);
  });

  it('tries again where the history fails', async () => {
    let fails = 3;
    const { start, seen, clock } = await setUp({
      history: (from, to) =>
        fails-- > 0 ? Promise.reject(new Error('503')) : Promise.resolve(history(from, to)),
    });
    await start();
    await clock.advance(130_000);
    expect(seen).toEqual([START, START + 60]);
  });

  it('logs nothing of the question that its stop cuts off', async () => {
    const cutOff: ((error: Error) => void)[] = [];
    const { start, stream, clock, environment } = await setUp({
      history: () => new Promise((_, reject) => void cutOff.push(reject)),
    });
    await start();
    await clock.advance(130_000);
    environment.lines.length = 0;
    const stopping = stream.stop();
    expect(cutOff).toHaveLength(1);
    cutOff[0]?.(new Error('client was closed'));
    await clock.resolve(stopping);
    await clock.advance(0);
    expect(environment.lines).toEqual([]);
  });

  it('delivers a burst of ten thousand, none lost', async () => {
    const { start, seen, clock, push, asks } = await setUp({ interval: '1s' });
    await start();
    for (let second = 0; second < 10_000; second++) push(second / 60, true);
    await clock.until(() => seen.length >= 10_000);
    expect(seen).toEqual(Array.from({ length: 10_000 }, (_, second) => START + second));
    expect(asks).toEqual([]);
  });
});

const readCandle = candleReader({
  timestamp: 't',
  open: 'o',
  high: 'h',
  low: 'l',
  close: 'c',
  volume: 'v',
  unit: 's',
});

function history(from: number, to: number): Candle[] {
  const candles: Candle[] = [];
  for (let timestamp = from; timestamp <= to; timestamp += 60) candles.push(candle(timestamp));
  return candles;
}

/** Trades in every third minute only. */
function quiet(from: number, to: number): Candle[] {
  return history(from, to).filter(({ timestamp }) => ((timestamp - START) / 60) % 3 === 0);
}

/** As a venue has them whose history lags its stream. */
function behind(nowMs: number, candles: readonly Candle[]): Candle[] {
  return candles.filter(({ timestamp }) => (timestamp + 60) * 1000 + 2_500 <= nowMs);
}

function candle(timestamp: number): Candle {
  return new Candle({ timestamp, open: 1, high: 10, low: 0.5, close: 7, volume: 3 });
}

async function setUp(
  options: Partial<CandleStreamOptions> = {},
  answer: (text: string) => string | undefined = () => '{"result":null,"id":1}',
) {
  const venue: TestVenue = await testVenue({
    onFrame: (socket, text) => {
      const reply = answer(text);
      if (reply !== undefined) socket.send(reply);
    },
  });
  const environment = testEnvironment();
  const { clock } = environment;
  const candles: Candle[] = [];
  const seen: number[] = [];
  const asks: string[] = [];
  const intervalMs = intervalSeconds(options.interval ?? '1m') * 1000;
  let venueMs = 0;
  const stream = new CandleStream({
    url: venue.streamUrl,
    environment,
    interval: '1m',
    now: () => Math.max(clock.now(), venueMs),
    subscribe: () => ({ method: 'SUBSCRIBE' }),
    unsubscribe: () => ({ method: 'UNSUBSCRIBE' }),
    refused: (frame) => frame.optionalText('error.msg'),
    read: (frame) =>
      frame.optionalText('e') === 'kline' && frame.text('s') === 'BTCUSDT'
        ? [{ candle: readCandle(frame.at('k')), closed: frame.at('k').flag('x') }]
        : [],
    history: async (from, to) => {
      asks.push(`${from}-${to}`);
      return history(from, to);
    },
    ...options,
  });
  cleanUp.push(
    () => stream.stop(),
    () => venue.close(),
  );
  return {
    venue,
    environment,
    clock,
    stream,
    seen,
    candles,
    asks,
    /** Starts at the beginning of a minute. */
    start: async () => {
      await clock.advance(START * 1000 - clock.now());
      await clock.resolve(
        stream.start((told) => {
          candles.push(told);
          seen.push(told.timestamp);
        }),
      );
    },
    /** The venue's clock is as far as what it tells. */
    push: (minute: number, closed: boolean, symbol = 'BTCUSDT') => {
      if (closed) venueMs = Math.max(venueMs, (START + 60 * minute) * 1000 + intervalMs);
      venue.sockets[0]?.send(frameText(minute, closed, symbol));
    },
  };
}

function frameText(minute: number, closed: boolean, symbol = 'BTCUSDT'): string {
  return JSON.stringify({
    e: 'kline',
    s: symbol,
    k: { t: Math.round(START + 60 * minute), o: '1', h: '10', l: '0.5', c: '7', v: '3', x: closed },
  });
}
