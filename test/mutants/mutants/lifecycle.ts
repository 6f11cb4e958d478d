import type { Mutant } from '../mutant.js';

const CONNECTED = 'this.isConnected = true;';
const ONCE = 'if (this.isConnected) return;';
const GIVE_UP = 'await this.disconnect(); throw error;';
const STOP_ALL = 'await Promise.all([this.candles.stop(), this.orders.stop(), this.rest.close()]);';

export const LIFECYCLE_MUTANTS: readonly Mutant[] = [
  { bug: 'isConnected never set', caughtBy: 'L01', changes: [[CONNECTED, '']] },
  {
    bug: 'a failed connect logged and forgotten',
    caughtBy: 'L02',
    changes: [[GIVE_UP, "this.logger.error('no connection');"]],
  },
  { bug: 'credentials not proved', caughtBy: 'L03', changes: [['await this.fetchBalances();', '']] },
  {
    bug: 'the candle stream left open',
    caughtBy: 'L04',
    changes: [[STOP_ALL, 'await Promise.all([this.orders.stop(), this.rest.close()]);']],
  },
  {
    bug: 'a timer left running',
    caughtBy: 'L04',
    changes: [[CONNECTED, `${CONNECTED} this.clock.schedule(3_600_000, () => this.fetchInstrument());`]],
  },
  {
    bug: 'connecting twice refused',
    caughtBy: 'L05',
    changes: [[ONCE, "if (this.isConnected) throw new Error('is connected');"]],
  },
  {
    bug: 'connect works once',
    caughtBy: 'L06',
    changes: [[ONCE, 'if (this.wasHere) return; this.wasHere = true;']],
  },
  {
    bug: 'a subscription taken without a connection',
    caughtBy: 'L07',
    changes: [['this.assertConnected(); await this.candles.start(', 'await this.candles.start(']],
  },
  {
    bug: 'the REST client left open',
    caughtBy: 'L08',
    changes: [[STOP_ALL, 'await Promise.all([this.candles.stop(), this.orders.stop()]);']],
  },
  {
    bug: "the venue's clock never asked",
    caughtBy: 'L09',
    changes: [["await this.rest.syncClock('/api/v3/time', (answer) => answer.number('serverTime'));", '']],
  },
  {
    bug: 'maintenance taken for a success',
    caughtBy: 'L10',
    changes: [[GIVE_UP, "await this.disconnect(); if (error.kind === 'maintenance') return; throw error;"]],
  },
  {
    bug: 'a listener on the process for each subscription',
    caughtBy: 'K01',
    changes: [
      [
        'await this.candles.start(',
        "process.on('beforeExit', () => this.disconnect()); await this.candles.start(",
      ],
    ],
  },
  {
    bug: 'state kept in memory only',
    caughtBy: 'P01',
    changes: [
      ['state: this.state,', 'state: new SimpleState(),'],
      ['BaseExchange,', 'BaseExchange, SimpleState,'],
    ],
  },
  {
    bug: 'the close missing in the plot',
    caughtBy: 'P03',
    changes: [
      [
        'private instrument = Instrument.unknown;',
        'private instrument = Instrument.unknown; constructor(config, state, environment) { super(config, state, environment); this.environment.plot = undefined; }',
      ],
    ],
  },
  {
    bug: 'a plot without end',
    caughtBy: 'P04',
    changes: [
      [
        'private instrument = Instrument.unknown;',
        'private instrument = Instrument.unknown; constructor({ plot_data_max_len, ...config }, state, environment) { super(config, state, environment); }',
      ],
    ],
  },
];
