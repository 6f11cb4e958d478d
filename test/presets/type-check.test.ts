import { expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { loadPreset, presetNames } from '../../venues/index.js';
import { typeCheck } from '../connector/type-check.js';

test('the connector of every preset passes the strict type check, with and without wallet.ts', async () => {
  const connectors = new Map<string, Map<string, string>>();
  for (const preset of await presetNames()) {
    const { description, signature } = await loadPreset(preset);
    for (const wallet of [true, false])
      connectors.set(`${preset}_${wallet}`, await renderConnector({ description, wallet, signature }));
  }
  expect(await typeCheck(connectors)).toBe('');
}, 120_000);
