import { describe, expect, it } from 'vitest';
import { TurnQueue } from './turn-queue.js';

describe('TurnQueue', () => {
  it('does at the end of the turn, in order, what was added in it', async () => {
    const queue = new TurnQueue();
    const done: string[] = [];
    const both = Promise.all(['first', 'second'].map((name) => queue.add(() => void done.push(name))));
    await Promise.resolve();
    expect(done).toEqual([]);
    await both;
    expect(done).toEqual(['first', 'second']);
  });

  it('takes what is added while it works for the next turn', async () => {
    const queue = new TurnQueue();
    const done: string[] = [];
    let second: Promise<void> | undefined;
    await queue.add(() => {
      second = queue.add(() => void done.push('second'));
      done.push('first');
    });
    expect(done).toEqual(['first']);
    await second;
    expect(done).toEqual(['first', 'second']);
  });
});
