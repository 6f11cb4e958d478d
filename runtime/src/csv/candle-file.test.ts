import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candle } from '../data/candle.js';
import { ExchangeConnectionException } from '../exceptions.js';
import { CandleFileException } from './candle-file-exception.js';
import { CandleFile, readCandles } from './candle-file.js';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'candle-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

const HEADER = 'time,open,high,low,close,volume';
const ROW = '100,5,8,4,6,1.5';

describe('CandleFile', () => {
  it('reads candles in order', async () => {
    const candles = await readAll(`${HEADER}\n100,5,8,4,6,1.5\n160,6,9,5,7,0\n`);
    expect(candles).toEqual([
      { timestamp: 100, open: 5, high: 8, low: 4, close: 6, volume: 1.5 },
      { timestamp: 160, open: 6, high: 9, low: 5, close: 7, volume: 0 },
    ]);
    expect(Object.isFrozen(candles[0])).toBe(true);
  });

  it('finds columns by their header, in any order and case, and passes over others', async () => {
    const [candle] = await readAll('Close,note,"High",Low, open ,Volume,TIME,more\n6,a b,8,4,5,1.5,100,\n');
    expect(candle).toEqual({ timestamp: 100, open: 5, high: 8, low: 4, close: 6, volume: 1.5 });
  });

  it('adds bought and sold volume up where there is no volume', async () => {
    const [candle] = await readAll('time,open,high,low,close,buy_volume,sell_volume\n100,5,8,4,6,1.5,0.25\n');
    expect(candle?.volume).toBe(1.75);
  });

  it('keeps the extra columns that are asked for', async () => {
    const path = await save(`${HEADER},buy_volume,sell_volume\n${ROW},1,0.5\n160,6,9,5,7,3,2,1\n`);
    const file = await CandleFile.open(path, { extra: ['buy_volume', 'sell_volume', 'volume'] });
    const [batch] = await collect(file.batches());
    expect(batch?.extra).toEqual({ buy_volume: [1, 2], sell_volume: [0.5, 1], volume: [1.5, 3] });
  });

  it.each([
    ['CR LF', `${HEADER}\r\n${ROW}\r\n160,6,9,5,7,0\r\n`],
    ['a byte order mark', `\uFEFF${HEADER}\n${ROW}\n160,6,9,5,7,0\n`],
    ['no line end at the end', `${HEADER}\n${ROW}\n160,6,9,5,7,0`],
    ['empty lines', `${HEADER}\n\n${ROW}\r\n\r\n160,6,9,5,7,0\n\n\n`],
    ['quotes', `"time","open","high","low","close","volume"\n"100","5","8","4","6","1.5"\n160,6,9,5,7,0\n`],
  ])('takes a file with %s as it is', async (_, text) => {
    expect((await readAll(text)).map(({ timestamp, volume }) => [timestamp, volume])).toEqual([
      [100, 1.5],
      [160, 0],
    ]);
  });

  it.each([
    ['text in a number', `${HEADER}\n${ROW}\n160,6,9,abc,7,0\n`, ':3: low: "abc" is no number'],
    ['an empty number', `${HEADER}\n${ROW}\n160,6,9,5,7,\n`, ':3: volume: "" is no number'],
    ['a number beyond all bounds', `${HEADER}\n100,5,1e999,4,6,1\n`, ':2: high: "1e999" is no number'],
    ['no time', `${HEADER}\nsoon,5,8,4,6,1\n`, ':2: time: "soon" is no time'],
    ['a short row', `${HEADER}\n${ROW}\n160,6,9\n`, ':3: the row has 3 fields, the header 6'],
    ['a long row', `${HEADER}\n${ROW},7\n`, ':2: the row has 7 fields, the header 6'],
    ['a price of zero', `${HEADER}\n100,0,8,0,6,1\n`, ':2: open: "0" is no price'],
    ['a negative volume', `${HEADER}\n100,5,8,4,6,-1\n`, ':2: volume: "-1" is below zero'],
    [
      'an impossible range',
      `${HEADER}\n100,5,5.5,4,6,1\n`,
      ':2: open and close must lie between low and high',
    ],
    ['unsorted rows', `${HEADER}\n${ROW}\n\n40,5,8,4,6,1\n`, ':4: time: "40" is before the row above: sort'],
    ['a time twice', `${HEADER}\n${ROW}\n${ROW}\n`, ':3: time: "100" stands in the row before too: remove'],
    ['no rows', `${HEADER}\n\n`, ': there are no rows below the header'],
    ['a header only', HEADER, ': there are no rows below the header'],
    ['nothing', '', ': the file is empty'],
    [
      'no header',
      `${ROW}\n`,
      ':1: there is no header line: start the file with time,open,high,low,close,volume',
    ],
    ['a header without a column', 'time,open,high,low,close\n', ':1: the header has no volume'],
    ['a column twice', `${HEADER},open\n`, ':1: the column open stands twice'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}\n`, 'utf16le'), ':1: this is no UTF-8 text'],
    ['a line without end', `${HEADER}\n${'1'.repeat(70_000)}`, 'a line is longer than 65536 bytes'],
    ['a header without end', 'x'.repeat(70_000), ':1: a line is longer than 65536 bytes'],
  ])('refuses a file with %s, saying where and what', async (_, text, message) => {
    const path = await save(text);
    const error: unknown = await collect(readCandles(path)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CandleFileException);
    expect(error).toBeInstanceOf(ExchangeConnectionException);
    expect(error).toMatchObject({ code: 'CANDLE_FILE_INVALID', file: path, retryable: false });
    expect(String(error)).toContain(message);
    expect(String(error)).toContain(path);
  });

  it('refuses what is not there, or no file', async () => {
    await expect(CandleFile.open(join(folder, 'none.csv'))).rejects.toThrow('there is no such file');
    await expect(CandleFile.open(folder)).rejects.toThrow('this is no file');
    await expect(CandleFile.open(await save(`${HEADER}\n`), { extra: ['trades'] })).rejects.toThrow(
      'has no trades',
    );
  });

  it('hands on the rows before the one that is wrong', async () => {
    const file = await CandleFile.open(await save(`${HEADER}\n${ROW}\n160,x,9,5,7,0\n`));
    const batches = file.batches();
    expect((await batches.next()).value?.candles).toHaveLength(1);
    await expect(batches.next()).rejects.toThrow(':3: open: "x"');
  });

  it('reads the same wherever the chunks of the file end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), async (shift) => {
        const expected = Array.from({ length: 9000 }, (_, index) => ({
          timestamp: 1_600_000_000 + index * 60,
          close: Math.sqrt(index + shift + 1),
        }));
        const lines = expected.map(
          ({ timestamp, close }) => `${timestamp},${close},${close},${close},${close},1`,
        );
        const candles = await readAll(`${HEADER},${'x'.repeat(shift)}\n${lines.join(',\n')},\n`);
        expect(candles.map(({ timestamp, close }) => ({ timestamp, close }))).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it('tells gaps once, in the summary, and makes no rows up', async () => {
    const times = [0, 60, 120, 300, 360, 420, 600, 660];
    const file = await CandleFile.open(
      await save(`${HEADER}\n${times.map((time) => `${time},5,8,4,6,1`).join('\n')}`),
    );
    const batches = await collect(file.batches());
    expect(batches.flatMap(({ candles }) => candles)).toHaveLength(8);
    expect(file.summary).toEqual({
      candles: 8,
      first: 0,
      last: 660,
      interval: 60,
      gaps: [
        { after: 120, before: 300, missing: 2 },
        { after: 420, before: 600, missing: 2 },
      ],
      missing: 4,
    });
  });

  it('can be read again from its start', async () => {
    const file = await CandleFile.open(await save(`${HEADER}\n${ROW}\n`));
    expect(await collect(file.batches())).toEqual(await collect(file.batches()));
    expect(file.summary.candles).toBe(1);
  });
});

async function save(text: string | Buffer): Promise<string> {
  files += 1;
  const path = join(folder, `${files}.csv`);
  await writeFile(path, text);
  return path;
}

async function readAll(text: string): Promise<Candle[]> {
  return await collect(readCandles(await save(text)));
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
