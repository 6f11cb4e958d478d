import { expect, test } from 'vitest';
import { FeeCache } from './fee-cache.js';
import { testEnvironment } from './test-support/test-environment.js';

function setUp(answers: (() => Promise<[number, number]>)[]) {
  const { clock } = testEnvironment();
  let asked = 0;
  const fees = new FeeCache({
    clock,
    lifetime: '1h',
    fetch: () => {
      asked += 1;
      return (answers.shift() ?? (() => Promise.resolve([0.001, 0.002])))();
    },
  });
  return { clock, fees, asked: () => asked };
}

test('asks once in a lifetime, whoever asks at once', async () => {
  const { clock, fees, asked } = setUp([]);
  expect(await Promise.all([fees.rates(), fees.rates()])).toEqual([
    [0.001, 0.002],
    [0.001, 0.002],
  ]);
  await clock.advance(3_599_999);
  await fees.rates();
  expect(asked()).toBe(1);
  await clock.advance(1);
  await fees.rates();
  expect(asked()).toBe(2);
});

test('gives a copy', async () => {
  const { fees } = setUp([]);
  (await fees.rates())[0] = 1;
  expect(await fees.rates()).toEqual([0.001, 0.002]);
});

test('asks again after a failure', async () => {
  const { fees } = setUp([() => Promise.reject(new Error('busy'))]);
  await expect(fees.rates()).rejects.toThrow('busy');
  expect(await fees.rates()).toEqual([0.001, 0.002]);
});

test('asks again once it has forgotten', async () => {
  const { fees, asked } = setUp([]);
  await fees.rates();
  fees.forget();
  await fees.rates();
  expect(asked()).toBe(2);
});
