import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { loadPreset, presetNames } from '../../venues/index.js';
import { formatFile } from './format.js';
import { STYLE } from './format-anew.js';
import { renderConnectorFiles } from './render.js';

const presets = await presetNames();

describe('generated files', () => {
  it.each(presets)('of %s are formatted as prettier does it by itself', async (preset) => {
    const { description } = await loadPreset(preset);
    for (const [path, text] of await renderConnectorFiles({ description, wallet: true })) {
      const ours = await formatFile(text, path);
      expect(ours).toBe(await format(text, { ...STYLE, filepath: path }));
    }
  });

  it.each(presets)(
    'of %s stay as they are when they are formatted again',
    async (preset) => {
      const { description } = await loadPreset(preset);
      for (const wallet of [true, false]) {
        for (const [path, text] of await renderConnectorFiles({ description, wallet })) {
          const once = await formatFile(text, path);
          expect({ path, text: await formatFile(once, path) }).toEqual({ path, text: once });
        }
      }
    },
    60_000,
  );
});
