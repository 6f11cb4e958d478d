import pc from 'picocolors';
import { checkText } from './check-text.js';
import { createText } from './create-text.js';
import { inferText } from './infer-text.js';
import { probeText } from './probe-text.js';
import { explainText, statusText, syncText } from './sync-text.js';
import type { CommandResult } from './results.js';

/** A result as a person reads it at the terminal; ends with a line feed unless it is empty. */
export function renderText(result: CommandResult): string {
  const lines = linesOf(result);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function linesOf(result: CommandResult): string[] {
  switch (result.command) {
    case 'create':
      return createText(result, pc);
    case 'check':
      return checkText(result, pc);
    case 'sync':
      return syncText(result, pc);
    case 'status':
      return statusText(result, pc);
    case 'explain':
      return explainText(result, pc);
    case 'undo':
      return [
        `${pc.green('✓')} undone: ${result.files.length} files are as they were`,
        ...result.files.map((file) => `  ${file}`),
      ];
    case 'infer':
      return inferText(result, pc);
    case 'probe':
      return probeText(result, pc);
    case 'sandbox':
      return [];
    case 'run':
      return [
        `stopped after ${result.candles} candles, ${result.orders.length} orders${result.failures === 0 ? '' : `, ${result.failures} failures`}`,
        ...result.files.map((file) => `  ${file}`),
      ];
  }
}
