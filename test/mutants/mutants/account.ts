import type { Mutant } from '../mutant.js';

const BALANCE = "new AssetBalance({ free: row.decimal('free'), locked: row.decimal('locked') })";
const ACCOUNT = "const answer = await this.rest.get( '/api/v3/account',";
const FEES = 'return this.fees.rates();';
const REST = 'private readonly rest = new RestClient({';
const GIVE_UP = 'await this.disconnect(); throw error;';

export const ACCOUNT_MUTANTS: readonly Mutant[] = [
  {
    bug: 'free and locked swapped',
    caughtBy: 'B01',
    file: 'wallet.ts',
    changes: [[BALANCE, "new AssetBalance({ free: row.decimal('locked'), locked: row.decimal('free') })"]],
  },
  {
    bug: 'the total taken for what is free',
    caughtBy: 'B02',
    file: 'wallet.ts',
    changes: [
      [
        BALANCE,
        "new AssetBalance({ free: row.decimal('free').plus(row.decimal('locked')), locked: row.decimal('locked') })",
      ],
    ],
  },
  {
    bug: 'the wallet merged into the last one',
    caughtBy: 'B03',
    changes: [
      [
        'return this.fetchBalances();',
        'return Object.assign((this.wallet ??= {}), await this.fetchBalances());',
      ],
    ],
  },
  {
    bug: 'amounts through binary numbers',
    caughtBy: 'B04',
    file: 'wallet.ts',
    changes: [[BALANCE, "new AssetBalance({ free: row.number('free'), locked: row.number('locked') })"]],
  },
  {
    bug: 'fees in percent',
    caughtBy: 'F01',
    changes: [[FEES, 'return (await this.fees.rates()).map((rate) => rate * 100);']],
  },
  {
    bug: 'maker and taker swapped',
    caughtBy: 'F02',
    changes: [[FEES, 'return (await this.fees.rates()).toReversed();']],
  },
  {
    bug: 'fees asked for each time',
    caughtBy: 'F03',
    changes: [["lifetime: '1h'", "lifetime: '0s'"]],
  },
  {
    bug: 'no limit kept',
    caughtBy: 'R01',
    changes: [
      ['capacity: 6000,', 'capacity: 6_000_000,'],
      ["usedHeader: 'x-mbx-used-weight-1m'", ''],
    ],
  },
  {
    bug: 'Retry-After not obeyed',
    caughtBy: 'R02',
    changes: [["'-1003': 'rate-limit',", "'-1003': 'unavailable',"]],
  },
  {
    bug: 'the secret percent-encoded before it signs',
    caughtBy: 'X01',
    changes: [
      [
        'key: { text: this.config.api_secret },',
        'key: { text: encodeURIComponent(this.config.api_secret) },',
      ],
    ],
  },
  {
    bug: 'a secret in an error',
    caughtBy: 'X02',
    changes: [[GIVE_UP, 'await this.disconnect(); error.message += this.config.api_secret; throw error;']],
  },
  {
    bug: 'the configuration kept in the state',
    caughtBy: 'X02',
    changes: [
      ['this.isConnected = true;', "this.isConnected = true; this.state.set('config', { ...this.config });"],
    ],
  },
  {
    bug: 'a request past the REST client, which follows redirects',
    caughtBy: 'X05',
    changes: [
      [
        ACCOUNT,
        `await fetch(new URL('/api/v3/account', this.host('rest', '')), { headers: { 'X-MBX-APIKEY': this.config.api_key } }); ${ACCOUNT}`,
      ],
    ],
  },
  { bug: 'answers without a bound', caughtBy: 'X06', changes: [[REST, `${REST} maxAnswerBytes: Infinity,`]] },
  {
    bug: 'a wallet filled by assignment',
    caughtBy: 'X07',
    file: 'wallet.ts',
    changes: [
      ['return Object.fromEntries( answer', 'const wallet = {}; const entries = ( answer'],
      [
        '), ]), ); }',
        '), ]) ); for (const [asset, balance] of entries) wallet[asset] = balance; return wallet; }',
      ],
    ],
  },
  {
    bug: 'a stream address that cannot be configured',
    caughtBy: 'X08',
    changes: [
      ["url: this.host('stream', 'wss://stream.binance.com:9443/ws'),", "url: 'ws://127.0.0.1:9/ws',"],
    ],
  },
  {
    bug: 'the first hundred assets only',
    caughtBy: 'B06',
    file: 'wallet.ts',
    changes: [[".list('balances')", ".list('balances').slice(0, 100)"]],
  },
  {
    bug: 'rows with a new field left out',
    caughtBy: 'B07',
    file: 'wallet.ts',
    changes: [
      [".list('balances')", ".list('balances').filter((row) => Object.keys(row.raw()).length === 3)"],
    ],
  },
  {
    bug: 'the wallet asked before each cancel',
    caughtBy: 'R05',
    changes: [
      [
        'const answer = await this.rest.delete(',
        'await this.fetchBalances(); const answer = await this.rest.delete(',
      ],
    ],
  },
];
