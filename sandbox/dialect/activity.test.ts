import { describe, expect, test } from 'vitest';
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
