import type { PlacedUnit, TimeUnit } from '../../venues/index.js';

/** Milliseconds since the epoch of a venue's time text; `undefined` where it is none. */
export function parseTime(text: string, unit: TimeUnit): number | undefined {
  if (unit === 'iso') {
    const ms = Date.parse(ZONELESS.test(text) ? `${text.replace(' ', 'T')}Z` : text);
    return Number.isNaN(ms) ? undefined : ms;
  }
  return /^-?\d{1,20}(\.\d{1,9})?$/.test(text) ? Number(text) * UNIT_MS[unit] : undefined;
}

/** A time in the venue's unit as text; ISO text and fractional seconds get as many digits as the sample has. */
export function timeText(ms: number, unit: PlacedUnit, sample?: unknown): string {
  if (unit === 'rfc1123') return rfc1123Text(ms);
  if (unit === 'iso') return isoText(ms, typeof sample === 'string' ? sample : undefined);
  if (unit === 's') {
    const decimals = fractionDigits(sample);
    return decimals === 0 ? String(Math.floor(ms / 1000)) : (ms / 1000).toFixed(decimals);
  }
  if (unit === 'ns') return `${Math.floor(ms)}000000`;
  return String(Math.floor(ms / UNIT_MS[unit]));
}

/** The unit that a placeholder's filter names, or the one that holds without. */
export function timeUnit(filter: string | undefined, fallback: TimeUnit): TimeUnit {
  return filter === 's' || filter === 'ms' || filter === 'us' || filter === 'ns' || filter === 'iso'
    ? filter
    : fallback;
}

const UNIT_MS: Readonly<Record<Exclude<TimeUnit, 'iso'>, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/** A day of one digit has a blank before it, and a year two digits. */
function rfc1123Text(ms: number): string {
  const [weekday = '', day = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(' ');
  return `${weekday} ${String(Number(day)).padStart(2)} ${month} ${year.slice(2)} ${time} +0000`;
}

function isoText(ms: number, sample: string | undefined): string {
  const full = new Date(ms).toISOString();
  if (sample === undefined) return full;
  const digits = /\.(\d+)(?:Z|[+-]|$)/.exec(sample)?.[1]?.length ?? 0;
  const between = sample[10] === ' ' ? ' ' : 'T';
  const zone = ZONELESS.test(sample) ? '' : 'Z';
  const fraction = full.slice(20, 23).padEnd(digits, '0').slice(0, digits);
  return `${full.slice(0, 10)}${between}${full.slice(11, 19)}${digits === 0 ? '' : `.${fraction}`}${zone}`;
}

/** `2023-11-14 22:13:20.5`: it is in UTC, wherever this runs. */
const ZONELESS = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/;

function fractionDigits(sample: unknown): number {
  if (typeof sample !== 'number' && typeof sample !== 'string') return 0;
  return /\.(\d+)$/.exec(String(sample))?.[1]?.length ?? 0;
}
