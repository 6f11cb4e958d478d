import { describe, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadPreset } from '../../venues/index.js';
import { typeCheck } from './type-check.js';

const KINDS = ['live', 'paper', 'backtest', 'data_feed'] as const;

describe('the connectors of every kind, with and without wallet.ts', () => {
  test('pass the strict type check', async () => {
    const { description } = await loadPreset('binance_spot');
    const connectors = new Map<string, Map<string, string>>();
    for (const kind of KINDS) {
      for (const wallet of [true, false]) {
        connectors.set(
          `${kind}_${wallet}`,
          await renderConnector({ description: { ...description, kind }, wallet }),
        );
      }
    }
    expect(await typeCheck(connectors)).toBe('');
  });

  test('are really held against the runtime', async () => {
    const broken = new Map([
      ['index.ts', `import { BaseExchange } from 'ats-runtime'; BaseExchange.nonsense();`],
    ]);
    expect(await typeCheck(new Map([['broken', broken]]))).toContain('nonsense');
  });
});
