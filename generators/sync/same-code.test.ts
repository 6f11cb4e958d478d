import { describe, expect, it } from 'vitest';
import { sameCode } from './same-code.js';

describe('sameCode', () => {
  it.each([
    ['white space and line endings', 'a(b, c);\n', 'a(\r\n\tb,\r\n\tc\r\n)'],
    ['the kind of quotes', "f('x')", 'f("x")'],
    ['trailing commas', 'f(a, b)', 'f(\n  a,\n  b,\n)'],
    ['the indentation of comments', '/**\n * A.\n */\na', '  /**\n   * A.\n   */\n  a'],
  ])('does not mind %s', (_, a, b) => {
    expect(sameCode(a, b)).toBe(true);
  });

  it.each([
    ['a comment', 'a()', 'a() // mine'],
    ['the words of a comment', '// one\na', '// two\na'],
    ['white space inside a string', "f('a b')", "f('a  b')"],
    ['white space inside a template', 'f(`a ${b} c`)', 'f(`a ${b}  c`)'],
    ['white space behind a nested template', 'f(`${g({ a: `x${1}` })} c`)', 'f(`${g({ a: `x${1}` })}  c`)'],
    ['white space inside a regular expression', 'f(/a b/)', 'f(/a  b/)'],
    ['a hole in an array', '[a]', '[a, ,]'],
    ['a name', 'a.b', 'a.c'],
  ])('minds %s', (_, a, b) => {
    expect(sameCode(a, b)).toBe(false);
  });
});
