import { describe, expect, it } from 'vitest';
import type { Parameter } from '../contract/contract.js';
import { alignParameters } from './align-parameters.js';

/** `order: Order, id: string` */
function parameters(text: string): Parameter[] {
  if (text === '') return [];
  return text.split(', ').map((one) => {
    const [name = '', type = ''] = one.split(': ');
    return { name, type, optional: false, rest: false };
  });
}

/** `request<order` for a parameter that continues another, `+id` for a new one. */
function aligned(before: string, after: string): string[] {
  return alignParameters(parameters(before), parameters(after)).map(({ after: now, before: old }) => {
    if (old === undefined) return `+${now.name}`;
    return old.parameter.name === now.name ? now.name : `${now.name}<${old.parameter.name}`;
  });
}

describe('alignParameters', () => {
  it.each([
    ['a: A, b: B', 'a: A, b: B', ['a', 'b']],
    ['order: Order', 'request: Order', ['request<order']],
    ['order: Order', 'account: string, order: Order', ['+account', 'order']],
    ['order: Order', 'order: Order, dryRun: boolean', ['order', '+dryRun']],
    ['a: A, b: B', 'b: B', ['b']],
    ['a: A, b: B', 'x: A, b: B', ['x<a', 'b']],
    ['a: A', 'x: X', ['x<a']],
    ['', 'x: X', ['+x']],
    ['a: A, b: A', 'b: A, a: A', ['b', 'a']],
  ])('%s → %s', (before, after, expected) => {
    expect(aligned(before, after)).toEqual(expected);
  });
});
