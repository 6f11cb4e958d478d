import { ROLES, type Role } from '../../../venues/infer/roles.js';
import { isRecord, placeholders, type ParameterValue } from '../../../venues/index.js';
import { parameterFor, type ParameterName } from './request-parameters.js';

/**
 * A request as a documentation prints it: `GET /api/candles?pair=BTC-USDT&interval=1m&limit=500`,
 * `POST /api/orders {"pair":"BTC-USDT","side":"buy"}`, `POST /api/orders pair=BTC-USDT&side=buy`.
 */
export interface RequestExample {
  readonly request: string;
  readonly encode?: 'query' | 'form' | 'json';
  /** Parameter → placeholder or constant; absent where the example has none. */
  readonly params?: Readonly<Record<string, ParameterValue>>;
}

const LINE = /^(GET|POST|PUT|DELETE) (\/[^\s?#"'`\\]*)(?:\?([^\s#"'`\\]*))?(?:\s+(\S[\s\S]*))?$/;

/** What a documented request says; nothing where it is none. A parameter is known by its name, a time by its digits. */
export function readRequest(text: string, role: Role): RequestExample | undefined {
  const [, method, path, query = '', body = ''] = LINE.exec(text.trim()) ?? [];
  if (method === undefined || path === undefined) return undefined;
  const sent = bodyOf(body);
  if (sent === undefined || (query !== '' && body !== '')) return undefined;
  const request = `${method} ${pathOf(path, role)}`;
  const params = { ...named([...new URLSearchParams(query)], role), ...read(sent.params, role) };
  const encode = sent.encode ?? (method === 'POST' && query !== '' ? 'query' : undefined);
  return {
    request,
    ...(encode === undefined ? {} : { encode }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
  };
}

/** A request with its parameters as they are understood: `POST /orders market={symbol} side={side} …`. */
export function requestShown(text: string, role: Role): string {
  const { request = text, params = {} } = readRequest(text, role) ?? {};
  const shown = Object.entries(params).map(([name, value]) => {
    const plain = isRecord(value) && 'value' in value ? value.value : value;
    return `${name}=${typeof plain === 'string' ? plain : JSON.stringify(plain)}`;
  });
  return [request, ...shown].join(' ');
}

/** Which of these a request does not say. */
export function lacking(
  { request, params }: RequestExample,
  names: readonly ParameterName[],
): readonly ParameterName[] {
  const said = new Set(
    textsOf([request, params ?? {}]).flatMap((text) => placeholders(text).map(({ name }) => name)),
  );
  return names.filter((wanted) => !said.has(wanted));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

interface Body {
  readonly encode?: 'form' | 'json';
  readonly params: Readonly<Record<string, unknown>>;
}

function bodyOf(text: string): Body | undefined {
  if (text === '') return { params: {} };
  if (!text.startsWith('{'))
    return /^[^\s{}"]+=\S*$/.test(text.replaceAll(/\{[a-z_|]+\}/g, 'x'))
      ? { encode: 'form', params: Object.fromEntries(new URLSearchParams(text)) }
      : undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? { encode: 'json', params: parsed } : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(path: string, role: Role): string {
  return path.replaceAll(/\{([A-Za-z_]+)\}|:([A-Za-z_]+)/g, (whole, braced?: string, marked?: string) => {
    const name = braced ?? marked ?? '';
    const known = parameterFor(name, '', role);
    return typeof known === 'string' && known !== ''
      ? known
      : ROLES[role].key === 'order_id'
        ? '{order_id}'
        : whole;
  });
}

function named(
  entries: readonly (readonly [string, string])[],
  role: Role,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, parameterFor(name, value, role)]));
}

function read(
  params: Readonly<Record<string, unknown>>,
  role: Role,
): Readonly<Record<string, ParameterValue>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, valueOf(name, value, role)]),
  );
}

function valueOf(name: string, value: unknown, role: Role): ParameterValue {
  if (Array.isArray(value)) return value.map((item: unknown) => valueOf(name, item, role));
  if (isRecord(value)) return read(value, role);
  if (typeof value === 'boolean' || value === null) return value;
  const known = parameterFor(name, String(value), role);
  return typeof value === 'number' && known === String(value) ? value : known;
}
