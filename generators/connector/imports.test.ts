import { describe, expect, test } from 'vitest';
import { runtimeImports } from './imports.js';
import { identifiersIn } from './view-model/identifiers.js';

describe('the identifiers of generated code', () => {
  test('are those that stand in code', () => {
    const code =
      "const a = { q: r, s }; const b2 = t ? u : v; b.c(...d, e?.f) ? { g: `h ${i({ j: `${k}` })} l` } : 'm' // n\n/* o */ + 'it\\'s p';";
    expect([...identifiersIn(code)].sort()).toEqual([
      'a',
      'b',
      'b2',
      'const',
      'd',
      'e',
      'i',
      'k',
      'r',
      's',
      't',
      'u',
      'v',
    ]);
  });
});

describe('what a file imports from the runtime', () => {
  test('is exactly what it uses, types as types', () => {
    const code = `
      /** Says Order and Instrument. */
      export class Exchange extends BaseExchange<Config> {
        name = 'RestClient';
        balances(): Record<string, AssetBalance> { return new RestClient().of(OrderSide.BUY); }
      }`;
    expect(runtimeImports(code)).toBe('BaseExchange, OrderSide, RestClient, type AssetBalance');
  });
});
