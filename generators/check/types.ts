import type { Finding } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';
import { compile, type ToolOptions } from '../workspace/tools.js';

/** S03: what the workspace's own compiler finds in these connectors. */
export async function checkTypes(venues: readonly string[], options: ToolOptions): Promise<Finding[]> {
  const { ok, output } = await compile('tsconfig.json', options);
  if (ok) return [];
  return readDiagnostics(output).filter(({ venue }) => venue === '' || venues.includes(venue));
}

/** `file(line,column): error TS1234: message`, with indented continuation lines; a diagnostic without a file counts for all. */
export function readDiagnostics(output: string): Finding[] {
  const findings: Finding[] = [];
  for (const text of output.split('\n')) {
    const match = /^(?:(?<file>[^()\n]+)\((?<line>\d+),\d+\): )?error (?<code>TS\d+): (?<message>.*)$/.exec(
      text,
    );
    const { file = 'tsconfig.json', line, code = '', message = '' } = match?.groups ?? {};
    if (match === null) continue;
    const venue = file.startsWith(`${EXCHANGES}/`) ? (file.split('/')[2] ?? '') : '';
    const position = line === undefined ? {} : { line: Number(line) };
    findings.push({ id: 'S03', venue, file, ...position, message: `${message} (${code})`, hint: '' });
  }
  return findings.length > 0 ? findings : [crash(output)];
}

function crash(output: string): Finding {
  const message = `the type check did not run: ${output.split('\n')[0] ?? ''}`;
  return {
    id: 'S03',
    venue: '',
    file: 'tsconfig.json',
    message,
    hint: 'run npm install, then npx tsc -p tsconfig.json',
  };
}
