import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, redactingLogger, type LoggerOptions, type RedactingLogger } from './logger.js';

describe('logger', () => {
  it('writes one JSON object a line, from its level on', () => {
    const { logger, lines } = recording({ level: 'info' });
    logger.debug('not this');
    logger.child({ venue: 'x' }).info({ n: 1 }, 'text');
    logger.warn('only text');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { level: 'info', time: '1970-01-01T00:00:00.000Z', venue: 'x', n: 1, msg: 'text' },
      { level: 'warn', time: '1970-01-01T00:00:00.000Z', msg: 'only text' },
    ]);
  });

  it('masks a secret wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40, unit: 'binary-ascii' }),
        fc.string({ maxLength: 5 }),
        (secret, around) => {
          fc.pre(secret.trim().length >= 8 && !/^[\s"\\{}:,[\]a-z]*$/i.test(secret));
          const { logger, lines } = recording();
          logger.redact(secret);
          const error = new Error(`failed with ${secret}`, { cause: { deep: [secret] } });
          const url = `https://h/p?key=${encodeURIComponent(secret)}`;
          const basic = Buffer.from(`${around}:${secret}`).toString('base64');
          logger.error(
            { err: error, url, [secret]: 1, map: new Map([['k', secret]]), header: `Basic ${basic}` },
            `text ${secret}`,
          );
          const text = lines.join('');
          expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(text).not.toContain(encodeURIComponent(secret));
          expect(text).not.toContain(basic);
          expect(JSON.parse(text).msg).toBe('text [redacted]');
        },
      ),
    );
  });

  it('masks a secret no longer that was taken back, and the others still', () => {
    const { logger, lines } = recording();
    const takeBack = [logger.redact('first-secret'), logger.redact('first-secret')];
    logger.redact('second-secret');
    for (const each of [0, 0, 1]) {
      takeBack[each]?.();
      logger.info('first-secret second-secret');
    }
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      '[redacted] [redacted]',
      '[redacted] [redacted]',
      'first-secret [redacted]',
    ]);
  });

  it('masks in front of any other logger too', () => {
    const { logger: target, lines } = recording();
    const logger = redactingLogger(target);
    logger.redact('the-secret');
    logger.info('a the-secret');
    logger.child({ token: 'the-secret' }).error({ err: new Error('x the-secret') }, 'b');
    expect(lines.join('')).not.toContain('the-secret');
    expect(lines).toHaveLength(2);
    expect(logger.mask('the-secret!')).toBe('[redacted]!');
  });

  it('writes what is odd: cycles, bigints, functions, very short secrets', () => {
    const { logger, lines } = recording();
    const cycle: Record<string, unknown> = { big: 1n, call: () => 1 };
    cycle['self'] = cycle;
    logger.redact('ab');
    logger.info(cycle, 'ab');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ big: '1', call: '[function]', msg: 'ab' });
  });
});

function recording(options: LoggerOptions = {}): { logger: RedactingLogger; lines: string[] } {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'debug',
    now: () => 0,
    write: (line) => lines.push(line),
    ...options,
  });
  return { logger, lines };
}
