import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPreset } from '../../venues/index.js';
import { UserError } from '../cli/errors.js';
import { Tree } from '../tree/index.js';
import { connectorSteps } from './connector.js';
import { openRenderer } from './renderer.js';
import { runGenerator } from './run.js';
import { renderTemplate } from './template.js';

describe('templates', () => {
  it('escape nothing by themselves, and take no name that the view lacks', () => {
    expect(renderTemplate('{{url}}', { url: 'https://a.com/?b=<c>&d' })).toBe('https://a.com/?b=<c>&d');
    expect(() => renderTemplate('{{missing}}', {})).toThrow(/missing/);
  });

  it('take values in as what stands there', () => {
    const text = `';process.exit()//\n*/`;
    expect(renderTemplate('{{literal text}} {{json text}} /* {{comment text}} */', { text })).toBe(
      String.raw`'\';process.exit()//\n*/' "';process.exit()//\n*/" /* ';process.exit()// * / */`,
    );
  });
});

describe('a generator', () => {
  it('runs its steps in order', async () => {
    const ran: string[] = [];
    const step = (type: string) => ({ type, run: () => String(ran.push(type)) });
    await runGenerator({ name: 'x', description: '', steps: [step('a'), step('b')] });
    expect(ran).toEqual(['a', 'b']);
  });

  it('stops at the first error and throws it as it was', async () => {
    const error = new UserError('mine');
    const steps = [
      {
        type: 'a',
        run: () => {
          throw error;
        },
      },
      {
        type: 'b',
        run: () => {
          throw new Error('never reached');
        },
      },
    ];
    await expect(runGenerator({ name: 'x', description: '', steps })).rejects.toBe(error);
  });

  it('touches nothing but the virtual tree', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ats-plop-'));
    const tree = new Tree(join(folder, 'w'));
    const venue = await loadPreset('binance_spot');
    const steps = connectorSteps({ tree, venue, wallet: true, renderer: openRenderer() });
    await runGenerator({ name: 'connector', description: '', steps });
    expect(tree.read('custom_modules/exchanges/binance_spot/exchange.ts')).toContain('class Exchange');
    expect(readdirSync(folder)).toEqual([]);
  });
});
