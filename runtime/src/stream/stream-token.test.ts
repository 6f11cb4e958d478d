import { describe, expect, it } from 'vitest';
import { NetworkException, VenueException, type VenueFailureKind } from '../exceptions.js';
import { testEnvironment } from '../test-support/test-environment.js';
import { StreamToken, type StreamTokenOptions } from './stream-token.js';

const MINUTE = 60_000;

describe('StreamToken', () => {
  it('keeps one token as long as it is renewed, and renews nothing that is not kept', async () => {
    const { token, clock, calls, expired } = setUp();
    expect(await token.current()).toBe('secret-key-1');
    await clock.advance(20 * MINUTE);
    expect(calls).toEqual(['create']);
    token.keep(expired);
    await clock.advance(600 * MINUTE);
    expect(await token.current()).toBe('secret-key-1');
    expect(calls.filter((call) => call === 'renew secret-key-1')).toHaveLength(21);
    token.stop();
    await clock.advance(600 * MINUTE);
    expect([calls.length, clock.pending]).toEqual([22, 0]);
    expect(await token.current()).toBe('secret-key-2');
  });

  it('asks once, however many ask for it at the same time', async () => {
    const { token, calls } = setUp();
    expect(await Promise.all([token.current(), token.current()])).toEqual(['secret-key-1', 'secret-key-1']);
    expect(calls).toEqual(['create']);
  });

  it.each([
    ['no answer', () => new NetworkException('cut', { outcomeUnknown: true })],
    ['not sent', () => new NetworkException('no line', { outcomeUnknown: false })],
    ['a server error', () => refusal('unavailable', 503)],
    ['a rate limit', () => refusal('rate-limit', 429)],
  ])('tries a renewal again that ended in %s, and keeps the token', async (_what, failure) => {
    const { token, clock, calls, expired, expiries, fail } = setUp();
    token.keep(expired);
    await token.current();
    fail(failure());
    await clock.advance(45 * MINUTE);
    fail(undefined);
    await clock.advance(2 * MINUTE);
    const tries = calls.length;
    expect(tries).toBeGreaterThan(10);
    await clock.advance(27 * MINUTE);
    expect([calls.length, expiries(), await token.current()]).toEqual([tries, 0, 'secret-key-1']);
  });

  it('is lost when it could not be renewed within its lifetime, and no sooner', async () => {
    const { token, clock, expired, expiries, fail } = setUp();
    token.keep(expired);
    await token.current();
    fail(new NetworkException('cut', { outcomeUnknown: true }));
    await clock.advance(60 * MINUTE - 1);
    expect(expiries()).toBe(0);
    await clock.advance(1);
    expect([expiries(), clock.pending]).toEqual([1, 0]);
    expect(await token.current()).toBe('secret-key-2');
  });

  it('is lost at once when the venue does not know it', async () => {
    const { token, clock, expired, expiries, fail } = setUp();
    token.keep(expired);
    await token.current();
    fail(refusal('other', 404));
    await clock.advance(30 * MINUTE);
    expect(expiries()).toBe(1);
    fail(undefined);
    expect(await token.current()).toBe('secret-key-2');
    await clock.advance(120 * MINUTE);
    expect([expiries(), await token.current()]).toEqual([1, 'secret-key-2']);
  });

  it('does not ask about a token that a sleep has outlived', async () => {
    const { token, clock, calls, expired, expiries } = setUp();
    token.keep(expired);
    await token.current();
    clock.skip(90 * MINUTE);
    await clock.advance(0);
    expect([calls, expiries()]).toEqual([['create'], 1]);
  });

  it('is doubted when a connection with it fails, unless it was made for that connection', async () => {
    const { token } = setUp();
    await token.current();
    token.doubt();
    expect(await token.current()).toBe('secret-key-1');
    token.doubt();
    expect(await token.current()).toBe('secret-key-2');
  });

  it('is given back once, and not where there is none', async () => {
    const { token, calls, clock } = setUp();
    await token.release();
    await token.current();
    await token.release();
    await token.release();
    expect([calls, clock.pending]).toEqual([['create', 'release secret-key-1'], 0]);
    expect(await token.current()).toBe('secret-key-2');
  });

  it.each([
    ['is not answered', () => new Promise<void>(() => undefined)],
    ['is refused', () => Promise.reject(refusal('other', 404))],
  ])('does not wait for a release that %s', async (_what, release) => {
    const { token, clock } = setUp({ release });
    await token.current();
    const before = clock.now();
    await clock.resolve(token.release());
    expect(clock.now() - before).toBeLessThanOrEqual(2_000);
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer when it is stopped while it is made or renewed', async () => {
    const { token, clock, expired, hold } = setUp();
    token.keep(expired);
    const [create, made] = [hold(), token.current()];
    token.stop();
    create();
    await made;
    expect(clock.pending).toBe(0);
    token.keep(expired);
    const renew = hold();
    await clock.advance(0);
    token.stop();
    renew();
    await clock.advance(0);
    expect(clock.pending).toBe(0);
  });

  it('stands in no log, whoever logs it', async () => {
    const { token, clock, logger, lines, expired, fail } = setUp();
    token.keep(expired);
    await token.current();
    fail(refusal('other', 404, 'no listen key secret-key-1'));
    await clock.advance(30 * MINUTE);
    await token.current();
    logger.warn({ url: 'wss://venue/ws?listenKey=secret-key-1' }, 'before: secret-key-1, now: secret-key-2');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).not.toContain('secret-key');
  });
});

function setUp(options: Partial<StreamTokenOptions> = {}) {
  const environment = testEnvironment();
  const calls: string[] = [];
  let made = 0;
  let expiries = 0;
  let failure: Error | undefined;
  let held: Promise<void> | undefined;
  const token = new StreamToken({
    environment,
    lifetime: '60m',
    renewEvery: '30m',
    create: async () => {
      calls.push('create');
      await held;
      return `secret-key-${++made}`;
    },
    renew: async (value) => {
      calls.push(`renew ${value}`);
      await held;
      if (failure !== undefined) throw failure;
    },
    release: async (value) => void calls.push(`release ${value}`),
    ...options,
  });
  return {
    token,
    calls,
    clock: environment.clock,
    logger: environment.logger,
    lines: environment.lines,
    expired: () => void expiries++,
    expiries: () => expiries,
    fail: (error: Error | undefined) => {
      failure = error;
    },
    /** Holds what is asked from now on until the function returned is called. */
    hold: () => {
      const { passed, open } = gate();
      held = passed;
      return open;
    },
  };
}

function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open: (() => void) | undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open?.() };
}

function refusal(kind: VenueFailureKind, status: number, message = 'no'): VenueException {
  return new VenueException(message, { kind, status, venueCode: '1', venueMessage: message });
}
