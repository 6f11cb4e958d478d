import { performance } from 'node:perf_hooks';
import { InterruptedError } from './errors.js';

/** What came of a step, in a few words. */
export interface Outcome {
  readonly ok: boolean;
  readonly note: string;
}

/** Shows what is being done, and how long it took. */
export interface Progress {
  step<T>(title: string, work: () => Promise<T>, outcome: (result: T) => Outcome): Promise<T>;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const ERASE_LINE = '\r\u001b[K';

/** One line for each step; on a terminal the step that runs is shown too. */
export function lineProgress(output: Output): Progress {
  return {
    step: async (title, work, outcome) => {
      if (output.isTTY === true) output.write(`… ${title}`);
      const began = performance.now();
      const end = (mark: string, remark: string): void => {
        const seconds = ((performance.now() - began) / 1000).toFixed(2);
        const line = `${mark} ${title.padEnd(12)} ${seconds.padStart(6)} s  ${remark}`.trimEnd();
        output.write(`${output.isTTY === true ? ERASE_LINE : ''}${line}\n`);
      };
      try {
        const result = await work();
        const { ok, note } = outcome(result);
        end(ok ? '✓' : '✗', note);
        return result;
      } catch (error) {
        end('✗', error instanceof InterruptedError ? 'interrupted' : 'failed');
        throw error;
      }
    },
  };
}
