import { describe, expect, it } from 'vitest';
import { OWN_STYLE, restyle, styleOf } from './text-style.js';

describe('styleOf', () => {
  it.each([
    [
      'two spaces, though most lines are deeper',
      'class A {\n  b() {\n    c();\n    d();\n    e();\n    f();\n  }\n}\n',
      '  ',
    ],
    ['four spaces', 'class A {\n    b() {\n        c();\n    }\n}\n', '    '],
    ['tabs', 'class A {\n\tb() {\n\t\tc();\n\t}\n}\n', '\t'],
    ['nothing to go by', 'const a = 1;\n', '  '],
  ])('finds the indentation: %s', (_, text, indent) => {
    expect(styleOf(text).indent).toBe(indent);
  });

  it('finds line endings and quotes', () => {
    expect(styleOf('import a from "a";\r\nimport b from "b";\r\n')).toMatchObject({
      eol: '\r\n',
      quote: '"',
    });
    expect(styleOf("import a from 'a';\n")).toMatchObject({ eol: '\n', quote: "'" });
  });
});

describe('restyle', () => {
  it('keeps what stands inside a template literal', () => {
    const snippet = "a() {\n  return `\n  ${'b'}\n    c`;\n}";
    expect(restyle(snippet, { ...OWN_STYLE, indent: '\t', quote: '"' }, '\t')).toBe(
      'a() {\n\t\treturn `\n  ${"b"}\n    c`;\n\t}',
    );
  });
});
