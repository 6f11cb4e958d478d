import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../sandbox/conformance/catalogue.js';
import type { CheckSubject } from '../../sandbox/conformance/context.js';
import { runCheck } from '../../sandbox/conformance/run-check.js';
import { loadPreset } from '../../venues/index.js';
import { Workshop } from './workshop.js';

const { description } = await loadPreset('binance_spot');

let workshop: Workshop;

beforeAll(async () => {
  workshop = await Workshop.open();
});

afterAll(() => workshop.close());

describe.each(['data_feed', 'paper', 'backtest'] as const)('the connector generated as %s passes', (kind) => {
  let subject: CheckSubject;

  beforeAll(async () => {
    subject = await workshop.makeKind(kind);
  });

  for (const check of CHECKS.filter(({ applies }) => applies({ ...description, kind }) === true)) {
    // oxlint-disable-next-line vitest/expect-expect -- runCheck throws what it found
    test(`${check.id} ${check.title}`, () => runCheck(check, subject));
  }
});

test('what a kind has no use for is skipped, with the reason', () => {
  const applies = new Map(
    CHECKS.map((check) => [check.id, check.applies({ ...description, kind: 'data_feed' })]),
  );
  expect(applies.get('O21')).toBe('a data_feed connector sends no orders to a venue');
  expect(applies.get('X01')).toBe('a data_feed connector needs no credentials');
  expect([...applies].filter(([id, applied]) => id.startsWith('D') && applied !== true)).toEqual([]);
});
