import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The help that was asked for, if the build has written it down: no command line has to be put together to print it.
 * `words` are the bin's name and its arguments.
 */
export function readyHelp(words: readonly string[]): string | undefined {
  const [command, last] = [words.slice(0, -1).join(' '), words.at(-1)];
  if ((last !== '--help' && last !== '-h') || !existsSync(FILE)) return undefined;
  const texts: Readonly<Record<string, string>> = JSON.parse(readFileSync(FILE, 'utf8'));
  return Object.hasOwn(texts, command) ? texts[command] : undefined;
}

/** Part of the build: writes down what each command says for `--help`, at commander's width without a terminal. */
export async function writeHelp(): Promise<void> {
  const { programs } = await import('../cli.js');
  const all = Object.values(programs).map((program) => program(() => Promise.resolve()));
  const texts = all.flatMap((program) => [
    [program.name(), program.helpInformation()],
    ...program.commands.map((command) => [`${program.name()} ${command.name()}`, command.helpInformation()]),
  ]);
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(texts))}\n`);
}

const FILE = fileURLToPath(new URL('help.json', import.meta.url));
