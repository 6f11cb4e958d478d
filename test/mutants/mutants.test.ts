import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../sandbox/conformance/catalogue.js';
import type { Check } from '../../sandbox/conformance/check.js';
import type { CheckSubject } from '../../sandbox/conformance/context.js';
import { runCheck } from '../../sandbox/conformance/run-check.js';
import { MUTANTS } from './mutants/index.js';
import { Workshop } from './workshop.js';

let workshop: Workshop;
let sound: CheckSubject;

beforeAll(async () => {
  workshop = await Workshop.open();
  sound = await workshop.make();
});

afterAll(() => workshop.close());

describe('the generated connector passes', () => {
  for (const check of CHECKS) {
    // oxlint-disable-next-line vitest/expect-expect -- runCheck throws what it found
    test(`${check.id} ${check.title}`, async ({ skip }) => {
      const applies = check.applies(sound.venue.description);
      if (applies !== true) return skip(applies);
      await runCheck(check, sound);
    });
  }
});

describe('a mutant is caught by the check that is meant to catch it', () => {
  for (const mutant of MUTANTS) {
    test(`${mutant.caughtBy} catches: ${mutant.bug}`, async () => {
      const subject = await workshop.make(mutant);
      await expect(runCheck(checkOf(mutant.caughtBy), subject)).rejects.toThrow(`${mutant.caughtBy} `);
    });
  }
});

test('every check has a mutant', () => {
  const caught = new Set(MUTANTS.map((mutant) => mutant.caughtBy));
  const toothless = CHECKS.map((check) => check.id).filter((id) => !caught.has(id));
  expect(toothless).toEqual(WITHOUT_MUTANT);
});

/** Checks that no change of this connector's text can fail, because the runtime keeps the promise. */
const WITHOUT_MUTANT: readonly string[] = [];

function checkOf(id: string): Check {
  const check = CHECKS.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}
