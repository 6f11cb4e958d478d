import { parse } from 'yaml';
import { isRecord, loadPreset } from '../../../venues/index.js';
import type { Style } from './describe.js';

/** What the interview starts from: a preset's description without its hosts, or `nothing`. */
export async function loadStyle(name: string): Promise<Style> {
  if (name === 'nothing') return NOTHING;
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
  name: 'nothing',
  description: {
    version: 1,
    kind: 'data_feed',
    errors: { answer: { code: ['code'], message: ['message'] }, sample: 'samples/error.json', cases: {} },
    endpoints: {},
  },
  hosts: ['rest'],
  samples: new Map(),
};
