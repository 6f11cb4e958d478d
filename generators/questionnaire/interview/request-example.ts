import { timeUnitOf } from '../../../venues/infer/values.js';
import { squeeze } from '../../../venues/infer/names.js';

/** A request as a documentation prints it: `GET /api/candles?pair=BTC-USDT&interval=1m&limit=500`. */
export interface RequestExample {
  readonly request: string;
  /** Parameter → placeholder or constant; absent where the example has no query. */
  readonly params?: Readonly<Record<string, string>>;
}

const LINE = /^(GET|POST|PUT|DELETE) (\/[^\s?#"'`\\]*)(?:\?([^\s#"'`\\]*))?$/;

/** What a documented request says; nothing where it is none. A parameter is known by its name, a time by its digits. */
export function readRequest(text: string): RequestExample | undefined {
  const [, method, path, query] = LINE.exec(text.trim()) ?? [];
  if (method === undefined || path === undefined) return undefined;
  const request = `${method} ${path}`;
  if (query === undefined || query === '') return { request };
  const params = [...new URLSearchParams(query)].map(
    ([name, value]) => [name, valueOf(name, value)] as const,
  );
  return { request, params: Object.fromEntries(params) };
}

const MEANINGS: readonly (readonly [placeholder: string, names: RegExp])[] = [
  ['symbol', /^(symbol|instid|pair|currencypair|market|productid|instrument(name)?|ticker|coin)$/],
  ['interval', /^(interval|bar|granularity|period|resolution|timeframe|type|step|candletype)$/],
  ['start', /^(start|startat|starttime|from|since|begin|fromtime|starttimestamp)$/],
  ['end', /^(end|endat|endtime|to|until|totime|endtimestamp)$/],
  ['limit', /^(limit|size|count|pagesize|maxresults)$/],
];

function valueOf(name: string, value: string): string {
  const placeholder = MEANINGS.find(([, names]) => names.test(squeeze(name)))?.[0];
  if (placeholder === undefined) return value;
  if (placeholder !== 'start' && placeholder !== 'end') return `{${placeholder}}`;
  return `{${placeholder}|${timeUnitOf(value) ?? 'ms'}}`;
}
