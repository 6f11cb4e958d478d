import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comment, literal } from './literal.js';
import { json, markdown } from './text.js';

const HOSTILE = [
  '";process.exit()//',
  "';process.exit()//",
  '${x}',
  '`${process.exit()}`',
  '}}',
  '{{x}}',
  '\u2028\u2029',
  '*/ process.exit() /*',
  '</script><script>',
  '<!--',
  '\\',
  "\\'",
  '\0',
  '\ud800',
  'a\udc00',
  '\u202e',
  '\ufeff',
  '\r\n',
  '$&$1',
];

const plainValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...HOSTILE),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.array(tie('value')),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'class', '0x1', '${x}')),
      tie('value'),
    ),
  ),
})).value;

describe('literal', () => {
  it('evaluates to the value it was given', () => {
    fc.assert(
      fc.property(plainValue, (value) => {
        // Cloned, since a value of another realm is equal by structure only.
        expect(
          isDeepStrictEqual(structuredClone(evaluate(literal(value))), structuredClone(normalise(value))),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('holds nothing that could end what it stands in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE)), (text) => {
        const written = literal(text);
        expect(written).not.toMatch(/[\n\r\u2028\u2029\u202a-\u202e\u2066-\u2069`]|\$\{|<\/|<!--/);
        expect(Buffer.from(written).toString()).toBe(written);
        expect(evaluate(written)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['plain', "'plain'"],
    ["it's", String.raw`'it\'s'`],
    [{ 'Content-Type': 'a', plain: [1, -0] }, "{ 'Content-Type': 'a', plain: [1, -0] }"],
    [{}, '{}'],
    [10n, '10n'],
  ])('writes it as a person would: %s', (value, written) => {
    expect(literal(value)).toBe(written);
  });

  it.each([[() => 1], [Symbol('x')], [new Date(0)], [new Map()]])('refuses %s', (value) => {
    expect(() => literal(value)).toThrow(TypeError);
  });

  it('refuses a value that holds itself', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => literal(circle)).toThrow(/holds itself/);
  });
});

describe('comment', () => {
  it('stays on its line and inside its comment', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE, '@ts-ignore', '**//**/')),
        (text) => {
          expect(comment(text)).not.toMatch(/[\n\r\u2028\u2029]|\*\/|@ts-/);
          expect(evaluate(`/** ${comment(text)} */ 1`)).toBe(1);
          expect(evaluate(`1 // ${comment(text)}`)).toBe(1);
        },
      ),
    );
  });
});

describe('json', () => {
  it('is read back as it was, on one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(json(value)).not.toMatch(/[\n\u2028\u2029]/);
        expect(JSON.stringify(JSON.parse(json(value)))).toBe(JSON.stringify(value));
      }),
    );
  });
});

describe('markdown', () => {
  it('is one line without markup', () => {
    expect(markdown('a\n# b <script> `x` [y](z)')).toBe(String.raw`a \# b \<script\> \`x\` \[y\](z)`);
  });
});

function evaluate(expression: string): unknown {
  return runInNewContext(`(${expression}\n)`);
}

/** Objects without a prototype come back as plain ones. */
function normalise(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalise);
  if (typeof value !== 'object' || value === null) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(plain, key, {
      value: normalise(item),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return plain;
}
