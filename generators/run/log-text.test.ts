import { createLogger, type RedactingLogger } from 'ats-runtime';
import { describe, expect, test } from 'vitest';
import { logText } from './log-text.js';

describe('a record of the log', () => {
  test('is one readable line', () => {
    const { logger, texts } = logging(false);
    logger.warn({ failures: 1 }, 'the stream was closed (1006); connecting again');
    logger.error({ err: new Error('no such host') }, 'the stream failed; connecting again');
    logger.warn({ why: 'no handshake' }, 'the stream is connected again');
    logger.warn({ err: 'refused' });
    expect(texts).toEqual([
      '16:05:06 warn  the stream was closed (1006); connecting again\n',
      '16:05:06 error the stream failed; connecting again: no such host\n',
      '16:05:06 warn  the stream is connected again: no handshake\n',
      '16:05:06 warn  refused\n',
    ]);
  });

  test('tells all it has in detail, the stack too', () => {
    const { logger, texts } = logging(true);
    logger.warn({ err: new TypeError('odd'), failures: 2 }, 'it failed');
    const [first, ...rest] = texts.join('').split('\n');
    expect(first).toBe('16:05:06 warn  it failed: odd');
    expect(rest.join('\n')).toMatch(/^ {2}err: \{"name":"TypeError","message":"odd"\}\n {4}at .*\n/);
    expect(rest.join('\n')).toContain('\n  failures: 2\n');
  });

  test('shows no credential and lets no venue steer the terminal', () => {
    const { logger, texts } = logging(true);
    logger.redact('the-secret');
    logger.warn({ err: new Error('\u001b[2J the-secret\nagain'), order: { id: '\u009b1m' } }, 'refused');
    const [first = ''] = texts;
    expect(first).toContain('16:05:06 warn  refused:  [2J [redacted] again\n');
    for (const hidden of ['the-secret', '\u001b', '\u009b']) expect(texts.join('')).not.toContain(hidden);
  });
});

function logging(detail: boolean): { readonly logger: RedactingLogger; readonly texts: string[] } {
  const texts: string[] = [];
  const logger = createLogger({
    now: () => Date.parse('2026-11-22T16:05:06.700Z'),
    write: (line) => texts.push(logText(line, detail)),
  });
  return { logger, texts };
}
