import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SimpleState } from 'ats-runtime';
import { toCancelling } from '../../applies.js';
import type { Check } from '../../check.js';
import { demand } from '../../failure.js';
import { cancel, onlyLedgerOrder, restingOrder } from '../../orders.js';

/** So many of the states that were on the disk are gone through. */
const RESTARTS = 2;

export const P02: Check = {
  id: 'P02',
  group: 'state and resources',
  title: 'a crash at any moment leaves a state with which the connector starts',
  why: 'Processes are killed in the middle of a write; the next start must be no worse than the last.',
  hint: 'Change the state through this.state only, and leave no mark in it that a kill would leave behind.',
  applies: toCancelling,
  run: async (context) => {
    const folder = await context.temporaryFolder();
    const path = join(folder, 'state.json');
    const session = await context.open({ state: await SimpleState.open(path) });
    const watch = watchFile(path);
    await session.connect();
    const order = await restingOrder(session);
    await session.state.flush();
    await cancel(session, order);
    await session.state.flush();
    const texts = watch.end();
    demand(texts.length > 0, 'a state on the disk', 'none');
    for (const [index, text] of texts.slice(-RESTARTS).entries()) {
      demand(
        isRecordText(text),
        'the old or the new state on the disk',
        () => `${text.length} bytes of neither`,
      );
      const copy = join(folder, `state-${index}.json`);
      await writeFile(copy, text);
      const next = await session.restart(await SimpleState.open(copy));
      await next.connect();
      const known = await next.during(next.exchange.getOpenOrders());
      demand(known.length === 0, 'no open order after the cancel', () => onlyLedgerOrder(session).status);
      await next.disconnect();
    }
  },
};

/** Reads the file in each turn, as a crash would find it; `end` gives the texts that differ, oldest first. */
function watchFile(path: string): { end(): readonly string[] } {
  const texts: string[] = [];
  const look = (): void => {
    const text = textOf(path);
    if (text !== undefined && text !== texts.at(-1)) texts.push(text);
    turn = setImmediate(look);
  };
  let turn = setImmediate(look);
  return {
    end() {
      clearImmediate(turn);
      return texts;
    },
  };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isRecordText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
