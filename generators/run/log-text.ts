import { isRecord } from '../../venues/index.js';

/**
 * A record of the log (one JSON object) as a person reads it: `16:05:06 warn  the stream was closed (1006); connecting
 * again`, the time in UTC. In `detail` everything else that was noted follows, stacks too, indented.
 */
export function logText(record: string, detail: boolean): string {
  const entry: unknown = JSON.parse(record);
  if (!isRecord(entry)) return record;
  const { level, time, msg, ...fields } = entry;
  const reason = reasonIn(fields);
  const line = [String(time).slice(11, 19), String(level).padEnd(5), plain(textOf(msg, reason))].join(' ');
  const rest = detail ? Object.entries(fields).flatMap(detailLines) : [];
  return `${[line, ...rest].join('\n')}\n`;
}

function textOf(message: unknown, reason: string): string {
  const text = typeof message === 'string' ? message : '';
  return text === '' || reason === '' ? text + reason : `${text}: ${reason}`;
}

/** What the error says, or why it is. */
function reasonIn({ err, why }: Readonly<Record<string, unknown>>): string {
  const reason = isRecord(err) ? err['message'] : (err ?? why);
  return typeof reason === 'string' ? reason : '';
}

function detailLines([name, value]: readonly [string, unknown]): string[] {
  if (!isRecord(value)) return [`  ${name}: ${plain(JSON.stringify(value))}`];
  const { stack, ...members } = value;
  const frames = typeof stack === 'string' ? stack.split('\n').slice(1) : [];
  return [`  ${name}: ${plain(JSON.stringify(members))}`, ...frames.map(plain)];
}

/** A venue's words may be in it: nothing in them steers the terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
