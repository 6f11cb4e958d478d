import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Activity } from './activity.js';

describe('settling', () => {
  test('takes one turn after the venue has moved and touched no socket', async () => {
    const activity = new Activity();
    await activity.settled();
    expect(await turnsOf(() => activity.settled('venue'))).toBe(1);
  });

  test('takes several turns where it has touched one', async () => {
    const activity = new Activity();
    await activity.settled();
    activity.touch();
    expect(await turnsOf(() => activity.settled('venue'))).toBeGreaterThan(3);
  });

  test('takes several turns where something comes in meanwhile', async () => {
    const activity = new Activity();
    await activity.settled();
    const settled = turnsOf(() => activity.settled('venue'));
    activity.touch();
    expect(await settled).toBeGreaterThan(3);
  });

  test('takes several turns after anyone else has moved', async () => {
    const activity = new Activity();
    await activity.settled();
    expect(await turnsOf(() => activity.settled())).toBeGreaterThan(3);
  });

  test('waits for a request under way', async () => {
    const activity = new Activity();
    const end = activity.begin();
    let isSettled = false;
    const settled = activity.settled('venue').then(() => (isSettled = true));
    await turnsOf(() => turns(20));
    expect(isSettled).toBe(false);
    end();
    await settled;
  });
});

describe('on a busy machine, where a turn takes a second', () => {
  beforeAll(() => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  });
  afterAll(() => vi.restoreAllMocks());

  test('a burst of requests is waited for as long as it goes on, what does nothing is not', async () => {
    const activity = new Activity();
    const end = activity.begin();
    let isSettled = false;
    const settled = activity.settled().then(() => (isSettled = true));
    for (let count = 0; count < 8; count += 1) {
      activity.begin()();
      await turns(1);
    }
    expect(isSettled).toBe(false);
    await turns(10);
    expect(isSettled).toBe(true);
    end();
    await settled;
  });

  test('but not for ever', async () => {
    const activity = new Activity();
    let isSettled = false;
    const settled = activity.settled().then(() => (isSettled = true));
    for (let count = 0; count < 40; count += 1) {
      activity.begin()();
      await turns(1);
    }
    expect(isSettled).toBe(true);
    await settled;
  });
});

describe('a connection on which nothing comes', () => {
  // The wait is over in wall time, which a busy machine lets pass in a turn.
  beforeAll(() => void vi.spyOn(performance, 'now').mockReturnValue(0));
  afterAll(() => vi.restoreAllMocks());

  test('is waited for, where its client is not known', async () => {
    expect(await turnsToSettle(1)).toBe(MANY_TURNS);
  });

  test('is not, where undici has it ready and sends nothing, until it is closed', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    await once(server, 'listening');
    const address = server.address();
    const client = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
    const { remotePort = 0 } = await accepted;
    channel('undici:client:connected').publish({ socket: client });
    expect(await turnsToSettle(remotePort)).toBeLessThan(MANY_TURNS);
    client.destroy();
    await once(client, 'close');
    expect(await turnsToSettle(remotePort)).toBe(MANY_TURNS);
    server.close();
  });
});

const MANY_TURNS = 50;

/** Of a connection from that port on which nothing comes; no more than so many. */
async function turnsToSettle(port: number): Promise<number> {
  const activity = new Activity();
  const watch = activity.opened(port);
  let settledAfter = MANY_TURNS;
  let passed = 0;
  const settled = activity.settled().then(() => (settledAfter = Math.min(settledAfter, passed)));
  for (; passed < MANY_TURNS; passed += 1) await turns(1);
  const result = settledAfter;
  watch.closed();
  await settled;
  return result;
}

/** How many event-loop turns pass meanwhile. */
async function turnsOf(action: () => Promise<unknown>): Promise<number> {
  const meanwhile = { turns: 0, isOver: false };
  void action().finally(() => (meanwhile.isOver = true));
  for (; !meanwhile.isOver; meanwhile.turns += 1) await turns(1);
  return meanwhile.turns;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
