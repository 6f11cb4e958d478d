import { INTERVAL_SECONDS, isRecord, renderTemplate, type VenueDescription } from '../../venues/index.js';

type Described = Pick<VenueDescription['endpoints']['candles'], 'request' | 'params' | 'encode'>;

export interface ReadOnlyRequest {
  readonly url: URL;
  readonly init: {
    readonly method: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  };
  /** As a person reads it: method, path and query. */
  readonly text: string;
}

/** Rows that are asked for: enough to tell what the columns mean. */
const ROWS = 20;

/** A public request as the description has it, for BTC/USDT and the candles before `now` (ms). */
export function readOnlyRequest(
  description: VenueDescription,
  endpoint: Described,
  now: number,
): ReadOnlyRequest {
  const fill = filler(description, now);
  const [method = 'GET', path = '/'] = fill(endpoint.request)?.split(' ') ?? [];
  const url = new URL(description.hosts.rest.replace(/\/$/, '') + path);
  const params = filled(endpoint.params ?? {}, fill);
  if (method === 'GET' || endpoint.encode === 'query' || endpoint.encode === undefined) {
    for (const [name, value] of Object.entries(isRecord(params) ? params : {}))
      url.searchParams.set(name, String(value));
    return { url, init: { method }, text: `${method} ${url.pathname}${url.search}` };
  }
  const isJson = endpoint.encode === 'json';
  const form = new URLSearchParams(
    Object.entries(isRecord(params) ? params : {}).map(([name, value]): [string, string] => [
      name,
      String(value),
    ]),
  );
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = isJson ? JSON.stringify(params) : form.toString();
  return {
    url,
    init: { method, headers: { 'content-type': type }, body },
    text: `${method} ${url.pathname}`,
  };
}

type Fill = (template: string) => string | undefined;

function filler({ symbol, intervals, time_unit }: VenueDescription, now: number): Fill {
  const cased = (text: string): string => (symbol.case === 'upper' ? text.toUpperCase() : text.toLowerCase());
  const asset = (name: string): string => cased(symbol.aliases?.[name] ?? name);
  const market =
    renderTemplate(symbol.template, ({ name }) => (name === 'base' ? asset('BTC') : asset('USDT'))) ?? '';
  const name = intervals['1m'] === undefined ? Object.keys(intervals)[0] : '1m';
  const seconds = new Map<string, number>(Object.entries(INTERVAL_SECONDS)).get(name ?? '1m') ?? 60;
  const end = Math.floor(now / 1000 / seconds) * seconds;
  const values = new Map<string, string>([
    ['symbol', market],
    ['symbols', JSON.stringify([market])],
    ['base', asset('BTC')],
    ['quote', asset('USDT')],
    ['interval', String(new Map(Object.entries(intervals)).get(name ?? '1m') ?? '1m')],
    ['limit', String(ROWS)],
  ]);
  return (template) =>
    renderTemplate(template, ({ name: placeholder, filter }) => {
      if (placeholder === 'start') return timeText(end - ROWS * seconds, filter ?? time_unit);
      if (placeholder === 'end') return timeText(end, filter ?? time_unit);
      const value = values.get(placeholder);
      return filter === 'lower' ? value?.toLowerCase() : filter === 'upper' ? value?.toUpperCase() : value;
    });
}

const PER_SECOND: Readonly<Record<string, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};

function timeText(seconds: number, unit: string): string {
  if (unit === 'iso') return new Date(seconds * 1000).toISOString();
  return String(BigInt(seconds) * (PER_SECOND[unit] ?? 1_000n));
}

/** Templates filled at any depth; a parameter that has no value here is left out, a number that fills one stays a number. */
function filled(value: unknown, fill: Fill): unknown {
  if (typeof value === 'string') {
    const text = fill(value);
    return /^\{(start|end|limit)[^}]*\}$/.test(value) && text !== undefined && /^\d+$/.test(text)
      ? Number(text)
      : text;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, fill));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const inner = filled(item, fill);
      return inner === undefined ? [] : [[name, inner] as const];
    }),
  );
}
