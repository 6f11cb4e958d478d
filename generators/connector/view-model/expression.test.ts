import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderTemplate } from '../../../venues/index.js';
import { number, objectLiteral, templateExpression, text } from './expression.js';
import { parametersCode } from './parameters.js';

const SCOPE = {
  symbol: text('symbol'),
  limit: number('10'),
  start: { ...number('start * 1000'), filters: { iso: text('new Date(start * 1000).toISOString()') } },
};

describe('a template as an expression', () => {
  test('is a literal, one expression, or a template literal', () => {
    expect(templateExpression('LIMIT', SCOPE, 'x').code).toBe(`'LIMIT'`);
    expect(templateExpression('{symbol}', SCOPE, 'x').code).toBe('symbol');
    expect(templateExpression('{symbol|lower}@kline_{limit}', SCOPE, 'x').code).toBe(
      '`${symbol.toLowerCase()}@kline_${10}`',
    );
    expect(templateExpression('{start|iso}', SCOPE, 'x').code).toBe('new Date(start * 1000).toISOString()');
    expect(templateExpression('', SCOPE, 'x').code).toBe(`''`);
  });

  test('names a placeholder or a filter that means nothing there', () => {
    expect(() => templateExpression('{size}', SCOPE, 'endpoints.candles.params.a')).toThrow(
      'endpoints.candles.params.a: {size} means nothing there; known are {symbol}, {limit}, {start}',
    );
    expect(() => templateExpression('{limit|lower}', SCOPE, 'x')).toThrow(
      '{limit|lower} is no filter for {limit}',
    );
    expect(() => templateExpression('{constructor}', SCOPE, 'x')).toThrow(
      '{constructor} means nothing there',
    );
  });

  test('evaluates to what the template renders to, whatever its text holds', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('${', '`', '\\', '{symbol}', '{{', '}}', "'", '\u2028', '$'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        fc.string(),
        (template, symbol) => {
          const isKnown = [...template.matchAll(/\{([a-z_]+)(\|[a-z]+)?\}/g)].every(
            ([whole]) => whole === '{symbol}',
          );
          fc.pre(isKnown);
          const { code } = templateExpression(template, { symbol: text('symbol') }, 'x');
          expect(evaluate(code, { symbol })).toBe(renderTemplate(template, () => symbol));
        },
      ),
    );
  });
});

describe('parameters as an object literal', () => {
  test('keep their order, their nesting and their conditions', () => {
    const parameters = {
      symbol: '{symbol}',
      price: { value: '1', when: 'limit' as const },
      unit: { value: 'base', when: 'market_buy' as const },
      mode: {
        first: [
          { value: 'a', when: 'buy' as const },
          { value: 'b', when: 'sell' as const },
        ],
      },
      'odd name': [1, true, { deep: '{limit}' }],
    };
    expect(parametersCode(parameters, SCOPE, 'x')).toBe(
      `{ symbol, price: isLimit ? '1' : undefined, unit: isMarket && isBuy ? 'base' : undefined, ` +
        `mode: isBuy ? 'a' : 'b', 'odd name': [1, true, { deep: 10 }] }`,
    );
    expect(parametersCode({}, SCOPE, 'x')).toBeUndefined();
  });

  test('define a property of any name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '', '1')), (name) => {
        const made = evaluate(`(${objectLiteral([[name, '1']])})`, {});
        expect(Object.entries(Object(made))).toEqual([[name, 1]]);
      }),
    );
  });
});

function evaluate(code: string, variables: Readonly<Record<string, unknown>>): unknown {
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- what the generated code means is what is tested
  return new Function(...Object.keys(variables), `'use strict'; return ${code};`)(
    ...Object.values(variables),
  );
}
