import type { TimeUnit } from '../../../venues/index.js';
import { number, text, type Expression } from './expression.js';

/**
 * A time in the venue's unit from a variable in Unix seconds. `shift` moves it by one of the unit's steps:
 * the way to include a range's end that the venue leaves out.
 */
export function timeExpression(seconds: string, shift: -1 | 0 | 1, unit: TimeUnit): Expression {
  const filters = Object.fromEntries(UNITS.map((each) => [each, inUnit(seconds, shift, each)]));
  return { ...inUnit(seconds, shift, unit), filters };
}

/** Milliseconds since 1970 of a time that an answer gives: `answer.integer('serverTime')`. */
export function millisecondsCode(row: string, path: string, unit: TimeUnit): string {
  switch (unit) {
    case 's':
      return `${row}.number(${path}) * 1000`;
    case 'ms':
      return `${row}.number(${path})`;
    case 'us':
      return `${row}.number(${path}) / 1000`;
    case 'ns':
      return `${row}.number(${path}) / 1_000_000`;
    case 'iso':
      return `utcTime(${row}.text(${path}))`;
  }
}

/** `ms`, a millisecond count in a variable, as the text that the unit asks for. */
export function stampCode(ms: string, unit: TimeUnit): string {
  switch (unit) {
    case 's':
      return `String(Math.floor(${ms} / 1000))`;
    case 'ms':
      return `String(${ms})`;
    case 'us':
      return `\`\${${ms}}000\``;
    case 'ns':
      return `\`\${${ms}}000000\``;
    case 'iso':
      return `new Date(${ms}).toISOString()`;
  }
}

/** The venue's time in a message, as text or, under its filter, as a number. */
export function stampNowExpression(unit: TimeUnit): Expression {
  const now = 'this.rest.serverTime()';
  const asNumber =
    unit === 's' ? number(`Math.floor(${now} / 1000)`) : number(`Number(${stampCode(now, unit)})`);
  return { ...text(stampCode(now, unit)), filters: { number: unit === 'ms' ? number(now) : asNumber } };
}

/** Milliseconds of a duration such as `5s`. */
export function durationMs(duration: string): number {
  const [, amount = '0', unit = 'ms'] = /^(\d+)(ms|s|m|h|d)$/.exec(duration) ?? [];
  return Number(amount) * (DURATION_UNITS[unit] ?? 1);
}

const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns', 'iso'];
const DURATION_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

function inUnit(seconds: string, shift: -1 | 0 | 1, unit: TimeUnit): Expression {
  const step = shift === 0 ? '' : shift > 0 ? ' + 1' : ' - 1';
  switch (unit) {
    case 's':
      return number(`${seconds}${step}`);
    case 'ms':
      return number(`${seconds} * 1000${step}`);
    case 'us':
      return number(`${seconds} * 1_000_000${step}`);
    case 'ns':
      // Beyond what a number holds exactly.
      return text(`String(BigInt(${seconds}) * 1_000_000_000n${step === '' ? '' : `${step}n`})`);
    case 'iso':
      return text(`new Date(${seconds} * 1000${step}).toISOString()`);
  }
}
