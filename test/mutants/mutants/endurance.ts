import type { Mutant } from '../mutant.js';

const START = 'await this.candles.start(onCandle);';
const CONNECTED = 'this.isConnected = true;';
const ONCE = 'if (this.isConnected) return;';
const WALLET = 'return this.fetchBalances();';

/** What shows only over time, under load, or on a venue of another kind. */
export const ENDURANCE_MUTANTS: readonly Mutant[] = [
  {
    bug: 'the key taken by its place in the file',
    caughtBy: 'C08',
    changes: [
      [
        "headers: { 'X-MBX-APIKEY': this.config.api_key }",
        "headers: { 'X-MBX-APIKEY': Object.values(this.config)[2] }",
      ],
    ],
  },
  {
    bug: 'no keep-alive on the candle stream',
    caughtBy: 'D13',
    venue: 'okx_spot',
    changes: [
      [
        "keepAlive: { kind: 'text', send: 'ping', expect: 'pong', every: '25s' }, history:",
        "keepAlive: { kind: 'none' }, history:",
      ],
    ],
  },
  {
    bug: 'the last hundred candles asked for, whatever is missing',
    caughtBy: 'D17',
    changes: [['startTime: from * 1000, endTime: to * 1000, limit: 1000', 'limit: 100']],
  },
  {
    bug: 'a queue of candles that drops what is too much',
    caughtBy: 'D18',
    changes: [
      [
        START,
        `const queue = [];
         await this.candles.start((candle) => {
           queue.push(candle);
           if (queue.length > 300) queue.shift();
           this.clock.schedule(0, () => { const next = queue.shift(); if (next !== undefined) onCandle(next); });
         });`,
      ],
    ],
  },
  {
    bug: 'a 200 believed, and no list taken for an empty one',
    caughtBy: 'O33',
    changes: [
      [
        'failure: binanceSpotFailure,',
        'failure: (answer, status) => (status >= 400 ? binanceSpotFailure(answer, status) : undefined),',
      ],
      ['return answer.list();', 'return Array.isArray(answer.raw()) ? answer.list() : [];'],
    ],
  },
  {
    bug: 'one of the names that only the wallet has forgotten',
    caughtBy: 'B05',
    venue: 'kraken_spot',
    file: 'wallet.ts',
    changes: [["DOGE: 'XXDG',", '']],
  },
  {
    bug: 'open orders counted as light as an order',
    caughtBy: 'R03',
    changes: [['{ signed: true, weight: 6 }', '{ signed: true, weight: 1 }']],
  },
  {
    bug: 'open orders counted ten times too heavy',
    caughtBy: 'R03',
    changes: [['{ signed: true, weight: 6 }', '{ signed: true, weight: 60 }']],
  },
  {
    bug: 'the wallet asked for until it is there',
    caughtBy: 'R04',
    changes: [
      [
        WALLET,
        `for (let tries = 0; tries < 30; tries += 1) {
           try { return await this.fetchBalances(); } catch { this.logger.debug('once more'); }
         }
         ${WALLET}`,
      ],
    ],
  },
  {
    bug: 'a request past the REST client, which takes any certificate',
    caughtBy: 'X03',
    changes: [
      [
        ONCE,
        `${ONCE}
         const { get } = await import('node:https');
         await new Promise((resolve) => {
           const time = new URL('/api/v3/time', this.host('rest', ''));
           get(time, { rejectUnauthorized: false }, (answer) => resolve(answer.resume())).on('error', resolve);
         });`,
      ],
    ],
  },
  {
    bug: 'the time taken for a nonce',
    caughtBy: 'X04',
    venue: 'kraken_spot',
    changes: [
      ["nonce: 'rising',", "stamp: 'ms',"],
      ['params: ({ nonce }) => ({ nonce }),', 'params: ({ stamp }) => ({ nonce: stamp }),'],
      ['({ path, hash, nonce, body })', '({ path, hash, stamp: nonce, body })'],
    ],
  },
  {
    bug: 'a mark of use in the state, which a crash leaves there',
    caughtBy: 'P02',
    changes: [
      [ONCE, `${ONCE} if (this.state.get('in_use', false)) throw new Error('another process runs');`],
      [CONNECTED, `${CONNECTED} this.state.set('in_use', true);`],
      ['this.isConnected = false;', "this.isConnected = false; this.state.pop('in_use');"],
    ],
  },
  {
    bug: 'every candle kept',
    caughtBy: 'K02',
    changes: [
      [
        START,
        'await this.candles.start((candle) => { (this.kept ??= []).push(candle); onCandle(candle); });',
      ],
    ],
  },
  {
    bug: 'a pause spent in a loop',
    caughtBy: 'K03',
    changes: [
      [
        WALLET,
        `const begin = process.cpuUsage(); const used = () => process.cpuUsage(begin); while (used().user + used().system < 400_000); ${WALLET}`,
      ],
    ],
  },
];
