import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { loadPreset, presetNames } from '../../venues/index.js';
import { STYLE, formatFile } from './format.js';
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
});
