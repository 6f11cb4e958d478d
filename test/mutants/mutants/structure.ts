import type { Mutant } from '../mutant.js';

const CONNECTED = 'this.isConnected = true;';
const INSTRUMENT = 'private instrument = Instrument.unknown;';
const CHECK_CONFIG = 'this.checkConfig({';

/** A constructor that does this before the base class sees the configuration. */
const constructorThat = (statement: string): readonly [string, string] => [
  INSTRUMENT,
  `${INSTRUMENT} constructor(config, state, environment) { ${statement}; super(config, state, environment); }`,
];

export const STRUCTURE_MUTANTS: readonly Mutant[] = [
  { bug: 'a folder in CamelCase', caughtBy: 'S01', folder: 'BinanceSpot', changes: [] },
  {
    bug: 'index.ts exports the class under another name',
    caughtBy: 'S02',
    file: 'index.ts',
    changes: [['{ Exchange', '{ Exchange as BinanceSpot']],
  },
  {
    bug: 'a member of the contract under another name',
    caughtBy: 'S03',
    changes: [['override async getFees()', 'async getFeeRates()']],
  },
  {
    bug: 'a stub that nobody filled in',
    caughtBy: 'S04',
    changes: [['return this.fetchBalances();', "throw new NotImplementedException('getWalletBalance');"]],
  },
  {
    bug: 'an API key in the source',
    caughtBy: 'S05',
    changes: [
      [
        "'X-MBX-APIKEY': this.config.api_key",
        "'X-MBX-APIKEY': 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A'",
      ],
    ],
  },
  {
    bug: 'a greeting on the console',
    caughtBy: 'S07',
    changes: [[CONNECTED, `${CONNECTED} console.log('connected');`]],
  },
  {
    bug: 'a description that reads a field its sample does not have',
    caughtBy: 'S08',
    file: 'venue.yaml',
    changes: [['{ time: serverTime }', '{ time: server_time }']],
  },
  {
    bug: 'a credential that may be left out',
    caughtBy: 'C01',
    changes: [["api_secret: 'secret',", "api_secret: 'secret?',"]],
  },
  {
    bug: 'one fault told at a time',
    caughtBy: 'C02',
    changes: [
      [
        CHECK_CONFIG,
        `if (!this.config.api_key) super.checkConfig({ api_key: 'secret', api_secret: 'secret?', symbol: 'text?' }); ${CHECK_CONFIG}`,
      ],
    ],
  },
  {
    bug: 'an interval that the venue does not have is taken',
    caughtBy: 'C03',
    changes: [['interval: { optional: INTERVALS }', "interval: 'text?'"]],
  },
  {
    bug: 'a symbol that is not understood becomes another one',
    caughtBy: 'C04',
    changes: [
      constructorThat(
        "config = /^\\w+\\/\\w+$/.test(config.symbol ?? '/') ? config : { ...config, symbol: 'BTC/USDT' }",
      ),
    ],
  },
  {
    bug: 'the configuration in the error message',
    caughtBy: 'C05',
    changes: [
      [
        'override validateConfig(): void {',
        `override validateConfig(): void { try { this.checkAll(); } catch (error) { error.message += JSON.stringify(this.config); throw error; } }
         private checkAll(): void {`,
      ],
    ],
  },
  {
    bug: 'environment variables filled in by the connector, missing ones with nothing',
    caughtBy: 'C06',
    changes: [
      constructorThat(
        'config = Object.fromEntries(Object.entries(config).map(([k, v]) => [k, typeof v === "string" ? v.replace(/\\$\\{(\\w+)\\}/, (_, n) => process.env[n] ?? "") : v]))',
      ),
    ],
  },
  {
    bug: "the caller's configuration rewritten in place",
    caughtBy: 'C07',
    changes: [
      constructorThat(
        "if (typeof config.symbol === 'object') config.symbol = `${config.symbol.base}/${config.symbol.quote}`",
      ),
    ],
  },
];
