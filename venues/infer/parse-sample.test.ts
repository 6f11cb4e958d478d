import { describe, expect, it } from 'vitest';
import { loadPreset, presetNames } from '../preset.js';
import { parseSample } from './parse-sample.js';

describe('a pasted sample', () => {
  it.each([
    ['', 'is empty'],
    ['  \n', 'is empty'],
    ['{\n  "a": 1,\n}', 'is not JSON (line 3, column 1)'],
    ['hello', 'is not JSON'],
    ['3', 'is a single value'],
    [`["${'x'.repeat(10 * 1024 * 1024)}"]`, 'larger than 1 MB'],
    ['{"data":{"apiSecret":"f3a9c1e07bd24d5588aa01"}}', 'at data.apiSecret'],
    ['{"a":["-----BEGIN EC PRIVATE KEY-----"]}', 'at a[0]'],
    [`{"value":"${'0f'.repeat(32)}"}`, 'at value'],
  ])('%.40s is refused: %s', (text, problem) => {
    expect(parseSample(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('is never shown in what is said about it', () => {
    expect(JSON.stringify(parseSample('{"apiSecret":"f3a9c1e07bd24d5588aa01"}'))).not.toContain('f3a9');
    expect(JSON.stringify(parseSample('f3a9c1e07bd24d5588aa01'))).not.toContain('f3a9');
  });

  it('that is documented is accepted: every sample of every preset', async () => {
    for (const name of await presetNames()) {
      const { samples } = await loadPreset(name);
      for (const [file, sample] of samples) {
        if (file === 'samples/vectors.json' || !isWhole(sample)) continue;
        expect([name, file, parseSample(JSON.stringify(sample))]).toEqual([name, file, { sample }]);
      }
    }
  });
});

/** Some venues answer other clients with a single value. */
function isWhole(sample: unknown): boolean {
  return typeof sample === 'object' && sample !== null;
}
