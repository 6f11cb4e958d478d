import type { Mutant } from '../mutant.js';

const START = 'await this.candles.start(onCandle);';
const CLOSED = "closed: frame.at('k').flag('x')";
const HISTORY = 'history: (from, to) => this.fetchCandles(from, to),';
const READ = `? [{ candle: readStreamCandle(frame.at('k')), ${CLOSED} }]`;

/** Candles delivered straight from the frames, past everything that puts them in order. */
const STRAIGHT: Mutant['changes'] = [
  [READ, "? (frame.at('k').flag('x') && this.listener?.(readStreamCandle(frame.at('k'))), [])"],
  [START, 'this.listener = onCandle; await this.candles.start(() => undefined);'],
];

/** What the listener is called with, or how, is wrong. */
function delivering(body: string): Mutant['changes'] {
  return [[START, `await this.candles.start((candle) => { ${body} });`]];
}

export const CANDLE_MUTANTS: readonly Mutant[] = [
  {
    bug: 'open and close swapped',
    caughtBy: 'D01',
    changes: [
      ["open: 'o',", "open: 'c',"],
      ["close: 'c',", "close: 'o',"],
    ],
  },
  {
    bug: 'milliseconds for seconds',
    caughtBy: 'D02',
    changes: delivering('onCandle({ ...candle, timestamp: candle.timestamp * 1000 });'),
  },
  {
    bug: "the interval's end for its start",
    caughtBy: 'D02',
    changes: delivering('onCandle({ ...candle, timestamp: candle.timestamp + 60 });'),
  },
  {
    bug: 'high and low swapped',
    caughtBy: 'D03',
    changes: [
      ["high: 'h',", "high: 'l',"],
      ["low: 'l',", "low: 'h',"],
    ],
  },
  { bug: 'volume in the quote asset', caughtBy: 'D04', changes: [["volume: 'v',", "volume: 'q',"]] },
  { bug: 'running candles delivered', caughtBy: 'D05', changes: [[CLOSED, 'closed: true']] },
  {
    bug: 'the first candle dropped',
    caughtBy: 'D06',
    changes: delivering('if (this.isWarm) onCandle(candle); this.isWarm = true;'),
  },
  {
    bug: 'the history asked in seconds where the venue counts milliseconds',
    caughtBy: 'D07',
    changes: [
      ['startTime: from * 1000,', 'startTime: from,'],
      ['endTime: to * 1000,', 'endTime: to,'],
    ],
  },
  { bug: 'no history asked', caughtBy: 'D08', changes: [[HISTORY, 'history: () => Promise.resolve([]),']] },
  { bug: 'duplicates delivered', caughtBy: 'D09', changes: STRAIGHT },
  { bug: 'candles delivered as they come', caughtBy: 'D10', changes: STRAIGHT },
  {
    bug: 'a broken frame passed over in silence',
    caughtBy: 'D11',
    changes: [
      [
        'environment: this.environment, interval: this.interval,',
        'environment: { ...this.environment, logger: { debug() {}, info() {}, warn() {}, error() {} } }, interval: this.interval,',
      ],
    ],
  },
  {
    bug: "the stream ended by a listener's mistake",
    caughtBy: 'D12',
    changes: delivering('try { onCandle(candle); } catch { void this.candles.stop(); }'),
  },
  {
    bug: 'each subscription adds a listener',
    caughtBy: 'D14',
    changes: [
      [
        START,
        '(this.listeners ??= []).push(onCandle); await this.candles.start((candle) => { for (const listener of this.listeners) listener(candle); });',
      ],
    ],
  },
  {
    bug: "another market's candles taken",
    caughtBy: 'D16',
    changes: [['s: this.market,', '']],
  },
  {
    bug: 'the listener taken off, the subscription left',
    caughtBy: 'D19',
    changes: [['await this.candles.stop();', 'await this.candles.start(() => undefined);']],
  },
  {
    bug: 'a market that is not there passed over',
    caughtBy: 'D15',
    changes: [
      ['await this.fetchInstrument();', 'await this.fetchInstrument().catch(() => this.instrument);'],
    ],
  },
  {
    bug: 'the stream given up after three losses',
    caughtBy: 'D20',
    changes: [
      [
        "url: this.host('stream', 'wss://stream.binance.com:9443/ws'),",
        "url: async () => { this.opened = (this.opened ?? 0) + 1; if (this.opened > 3) throw new Error('given up'); return this.host('stream', ''); },",
      ],
    ],
  },
];
