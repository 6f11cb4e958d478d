import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseTime, timeText } from './times.js';

const zone = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'Asia/Seoul';
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const MOMENT = Date.UTC(2024, 8, 4, 20, 0, 0, 456);

test.each([
  '2024-09-04T20:00:00.456Z',
  '2024-09-04T20:00:00.456',
  '2024-09-04 20:00:00.456',
  '2024-09-04T20:00:00.456000',
])('%s is written as the sample has it, and read in UTC wherever the machine is', (sample) => {
  expect(timeText(MOMENT, 'iso', sample)).toBe(sample);
  expect(parseTime(sample, 'iso')).toBe(MOMENT);
});

test('an RFC 1123 time has a year of two digits, and a blank before a day of one', () => {
  expect(timeText(Date.UTC(2019, 3, 2, 15, 15, 8), 'rfc1123')).toBe('Tue,  2 Apr 19 15:15:08 +0000');
  expect(timeText(Date.UTC(2021, 2, 21, 14, 23, 14, 999), 'rfc1123')).toBe('Sun, 21 Mar 21 14:23:14 +0000');
});
