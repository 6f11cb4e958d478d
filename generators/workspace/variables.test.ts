import { expect, it } from 'vitest';
import { withVariables } from './variables.js';

it.each([
  ['', 'A=\nB=\n'],
  ['# mine\nA=1\n', '# mine\nA=1\nB=\n'],
  ['A=\r\nC=', 'A=\r\nC=\r\nB=\r\n'],
  ['export A=x\n# B=\n', 'export A=x\n# B=\n'],
  ['XA=\nAB=', 'XA=\nAB=\nA=\nB=\n'],
])('%j gets the variables that it lacks', (text, wanted) => {
  expect(withVariables(text, ['A', 'B'])).toBe(wanted);
});
