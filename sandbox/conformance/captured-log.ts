import type { Logger, LogMethod } from 'ats-runtime';
import { show } from './failure.js';

type Level = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
  readonly level: Level;
  /** Everything that was handed to the logger, as text. */
  readonly text: string;
}

/** A logger that keeps what it is told, so that checks can look for what must, or must not, stand there. */
export class CapturedLog {
  readonly lines: LogLine[] = [];
  readonly logger: Logger = this.#build('');

  get text(): string {
    return this.lines.map((line) => `${line.level} ${line.text}`).join('\n');
  }

  /** What was logged as a warning or an error. */
  get complaints(): readonly LogLine[] {
    return this.lines.filter((line) => line.level === 'warn' || line.level === 'error');
  }

  #build(bindings: string): Logger {
    const method =
      (level: Level): LogMethod =>
      (first: string | object, message?: string) => {
        this.lines.push({ level, text: [bindings, message ?? '', show(first)].join(' ').trim() });
      };
    return {
      debug: method('debug'),
      info: method('info'),
      warn: method('warn'),
      error: method('error'),
      child: (more) => this.#build(`${bindings} ${show(more)}`),
    };
  }
}
