import { createInterface } from 'node:readline';
import { MAX_SAMPLE_BYTES } from '../../../venues/infer/parse-sample.js';
import type { Terminal } from './interview.js';

/** The terminal this process runs at. Rejects with inquirer's ExitPromptError on Ctrl-C. */
export async function openTerminal(announce: (line: string) => void): Promise<Terminal> {
  const { default: inquirer } = await import('inquirer');
  return {
    text: async ({ message, check, default: fallback }) => {
      const validate = (text: string): string | true => check(text) ?? true;
      const question = { type: 'input' as const, name: 'answer' as const, message, validate };
      const { answer } = await inquirer.prompt<{ answer: string }>([
        fallback === undefined ? question : { ...question, default: fallback },
      ]);
      return answer;
    },
    choose: async ({ message, choices }) => {
      const { answer } = await inquirer.prompt<{ answer: string }>([
        { type: 'select', name: 'answer', message, choices: [...choices], pageSize: 16 },
      ]);
      return answer;
    },
    paste,
    show: (lines) => lines.forEach(announce),
  };
}

/** Line by line without inquirer: what is pasted at once comes in many lines, and none may be lost. */
function paste(message: string, isFile?: (line: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      prompt: `? ${message}\n> `,
      historySize: 0,
    });
    let text = '';
    let isDone = false;
    const end = (settle: () => void): void => {
      if (isDone) return;
      isDone = true;
      lines.close();
      settle();
    };
    lines.on('line', (line) => {
      const isFirst = text === '';
      if (isFile !== undefined && line.trim() === '.') return end(() => resolve(text));
      if (text.length <= MAX_SAMPLE_BYTES) text += `${line}\n`;
      const goesOn =
        isFile === undefined
          ? /^\s*[[{]/.test(text) && line.trim() !== ''
          : !(isFirst && (['', '<'].includes(line.trim()) || isFile(line.trim())));
      if (!goesOn) end(() => resolve(text));
    });
    lines.on('SIGINT', () => end(() => reject(cancelled())));
    // Ctrl-D ends what was pasted, and leaves where nothing was.
    lines.on('close', () =>
      end(() => (isFile === undefined || text === '' ? reject(cancelled()) : resolve(text))),
    );
    lines.prompt();
  });
}

function cancelled(): Error {
  return Object.assign(new Error('cancelled'), { name: 'ExitPromptError' });
}
