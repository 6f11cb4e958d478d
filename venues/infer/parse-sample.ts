import { findSecret } from './secrets.js';

/** A documented sample is a few kilobytes; what is larger was not meant. */
export const MAX_SAMPLE_BYTES = 1024 * 1024;

export type ParsedSample = { readonly sample: unknown } | { readonly problem: string };

/** A pasted or read sample, or what is wrong with it and how to mend it. Never shows its content. */
export function parseSample(text: string): ParsedSample {
  if (Buffer.byteLength(text) > MAX_SAMPLE_BYTES)
    return { problem: 'is larger than 1 MB; give one documented answer with a few rows' };
  if (text.trim() === '') return { problem: 'is empty; give the JSON that the venue’s documentation prints' };
  let sample: unknown;
  try {
    sample = JSON.parse(text);
  } catch (error) {
    return {
      problem: `is not JSON${positionOf(error, text)}; give the documented answer alone, without comments`,
    };
  }
  if (typeof sample !== 'object' || sample === null)
    return { problem: 'is a single value; give the whole answer, an object or a list' };
  const secret = findSecret(sample);
  if (secret !== undefined)
    return {
      problem: `holds what looks like a key or secret at ${secret}; it was not kept: replace it at the venue and give the documentation’s own sample`,
    };
  return { sample };
}

function positionOf(error: unknown, text: string): string {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return '';
  const before = text.slice(0, Number(position)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
