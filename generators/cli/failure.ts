import { sep } from 'node:path';
import { VenueError, problemText } from '../../venues/problem.js';
import { ExitCode, UserError, codeOf, messageOf } from './errors.js';

/** An error as it is shown. */
export interface Failure {
  /** One line; of a venue description, one for each problem. */
  readonly message: string;
  readonly exitCode: ExitCode;
  /** For our own crashes only. */
  readonly stack?: string;
}

/** Sorts an error into its family: the person's to mend, or our crash. Nothing for commander's help and version. */
export function failureOf(error: unknown, cwd: string): Failure | undefined {
  if (isCommanderError(error)) {
    if (error.exitCode === 0) return undefined;
    return { message: usageMessage(error), exitCode: ExitCode.usage };
  }
  if (error instanceof UserError) return { message: line(error.message, cwd), exitCode: error.exitCode };
  if (error instanceof VenueError) return { message: venueMessage(error, cwd), exitCode: ExitCode.usage };
  if (error instanceof Error && error.name === 'ExitPromptError') {
    return { message: 'cancelled; nothing was written', exitCode: ExitCode.interrupted };
  }
  const stack = error instanceof Error ? error.stack : undefined;
  return { message: messageOf(error), exitCode: ExitCode.failure, stack: stack ?? '' };
}

function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return error instanceof Error && (codeOf(error)?.startsWith('commander.') ?? false) && 'exitCode' in error;
}

/** Commander puts its suggestion on a second line, and shows its help, as an error, when no command was given. */
function usageMessage(error: Error): string {
  if (codeOf(error) === 'commander.help') return 'no command was given; see --help';
  const text = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return `${printable(text.trim())}; see --help`;
}

/** Of a syntax error the first line is the true one: the parser stumbles on from there. */
function venueMessage({ problems }: VenueError, cwd: string): string {
  const syntax = problems.find(({ message }) => message.startsWith('is not valid YAML'));
  const shown = syntax === undefined ? problems : [syntax];
  return shown.map((problem) => line(problemText(problem), cwd)).join('\n');
}

/** Paths below the current folder are shown from there. */
function line(message: string, cwd: string): string {
  return printable(message.replaceAll(`${cwd}${sep}`, '').trimEnd());
}

/** What a person typed may hold characters that end a line or steer a terminal: they are shown by their number. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
