import { createRequire } from 'node:module';
import type { Colors } from 'picocolors/types.js';
import type { CommandResult } from './results.js';

// Required, not imported, for the reason that cli.ts gives.
const pc: Colors = createRequire(import.meta.url)('picocolors');

/** A result as a person reads it at the terminal; ends with a line feed unless it is empty. Loads its command's text alone. */
export async function renderText(result: CommandResult): Promise<string> {
  const lines = await linesOf(result);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

async function linesOf(result: CommandResult): Promise<string[]> {
  switch (result.command) {
    case 'create':
      return (await import('./create-text.js')).createText(result, pc);
    case 'check':
      return (await import('./check-text.js')).checkText(result, pc);
    case 'sync':
      return (await import('./sync-text.js')).syncText(result, pc);
    case 'status':
      return (await import('./sync-text.js')).statusText(result, pc);
    case 'explain':
      return (await import('./sync-text.js')).explainText(result, pc);
    case 'undo':
      return [
        `${pc.green('✓')} undone: ${result.files.length} files are as they were`,
        ...result.files.map((file) => `  ${file}`),
      ];
    case 'infer':
      return (await import('./infer-text.js')).inferText(result, pc);
    case 'probe':
      return (await import('./probe-text.js')).probeText(result, pc);
    case 'sandbox':
      return [];
    case 'run':
      return [
        `stopped after ${result.candles} candles, ${result.orders.length} orders${result.failures === 0 ? '' : `, ${result.failures} failures`}`,
        ...result.files.map((file) => `  ${file}`),
      ];
  }
}
