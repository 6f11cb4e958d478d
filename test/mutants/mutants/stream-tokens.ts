import type { Mutant } from '../mutant.js';

const RENEW = 'renew: (token) => this.renewStreamToken(token),';

/** On a venue whose private stream is opened by a listen key. */
export const STREAM_TOKEN_MUTANTS: readonly Mutant[] = [
  {
    bug: 'a key renewed once',
    caughtBy: 'O39',
    venue: 'bingx',
    changes: [
      [
        RENEW,
        'renew: async (token) => { if (this.isRenewed) return; await this.renewStreamToken(token); this.isRenewed = true; },',
      ],
    ],
  },
  {
    bug: 'an outage of renewals taken for the end of the key',
    caughtBy: 'O40',
    venue: 'bingx',
    changes: [
      [
        RENEW,
        "renew: (token) => this.renewStreamToken(token).catch((error) => { throw new VenueException('', { ...error, status: 400, kind: 'other', retryable: false, outcomeUnknown: false }); }),",
      ],
      ['StreamToken,', 'StreamToken, VenueException,'],
    ],
  },
  {
    bug: 'a refused renewal taken for one that will do',
    caughtBy: 'O41',
    venue: 'bingx',
    changes: [
      [
        RENEW,
        'renew: (token) => this.renewStreamToken(token).catch((error) => { if (error.outcomeUnknown) throw error; }),',
      ],
    ],
  },
  {
    bug: 'the key left to expire by itself',
    caughtBy: 'L11',
    venue: 'bingx',
    changes: [['await this.streamToken.release();', 'this.streamToken.stop();']],
  },
  {
    bug: 'a release waited for, however long it takes',
    caughtBy: 'L11',
    venue: 'bingx',
    changes: [
      [
        'await this.streamToken.release();',
        'await this.releaseStreamToken(await this.streamToken.current()); await this.streamToken.release();',
      ],
    ],
  },
];
