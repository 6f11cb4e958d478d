import { parse } from 'yaml';
import { isRecord, loadPreset } from '../../../venues/index.js';
import type { Style } from './draft-parts.js';
import { FEED, SCRATCH } from './steps.js';

/** What the interview starts from: a preset's description without its hosts, or `nothing`. */
export async function loadStyle(name: string): Promise<Style> {
  if (name === FEED) return NOTHING;
  if (name === SCRATCH) return FROM_SCRATCH;
  const { text, sampleTexts } = await loadPreset(name);
  const parsed: unknown = parse(text);
  const own = ['other_hosts', 'testnet', 'hosts', 'serves'];
  const description = Object.fromEntries(
    Object.entries(isRecord(parsed) ? parsed : {}).filter(([key]) => !own.includes(key)),
  );
  const hosts = isRecord(parsed) && isRecord(parsed.hosts) ? Object.keys(parsed.hosts) : [];
  return { name, description, hosts, samples: new Map(sampleTexts) };
}

/** Candles alone need no signature, no orders and no wallet. */
const NOTHING: Style = {
  name: FEED,
  description: {
    version: 1,
    kind: 'data_feed',
    errors: { answer: { code: ['code'], message: ['message'] }, sample: 'samples/error.json', cases: {} },
    endpoints: {},
  },
  hosts: ['rest'],
  samples: new Map(),
};

/** Everything is asked for; the mock exchange begins with a purse that is full. */
const FROM_SCRATCH: Style = {
  ...NOTHING,
  name: SCRATCH,
  description: {
    ...NOTHING.description,
    kind: 'live',
    sandbox: {
      balances: { BTC: '10', ETH: '100', USDT: '1000000' },
      prices: { 'BTC/USDT': '36500', 'ETH/USDT': '2050' },
      fees: { maker: '0.0008', taker: '0.001' },
    },
  },
};
