import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Finding } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';
import { compile, type ToolOptions } from '../workspace/tools.js';

/** S03: what the workspace's own compiler finds in these connectors. */
export async function checkTypes(venues: readonly string[], options: ToolOptions): Promise<Finding[]> {
  return typeFindings('tsconfig.json', venues, options);
}

/** The same of a part of the connectors alone: the others are not compiled. */
export async function checkTypesOfPart(venues: readonly string[], options: ToolOptions): Promise<Finding[]> {
  if (venues.length === 0) return [];
  const folder = mkdtempSync(join(options.root, 'node_modules', '.ats-check-'));
  try {
    const project = {
      extends: '../../tsconfig.json',
      // Declarations that all connectors share may stand beside them.
      include: [...venues.map((venue) => `${EXCHANGES}/${venue}/**/*.ts`), 'custom_modules/**/*.d.ts'].map(
        (path) => `../../${path}`,
      ),
      exclude: ['../../**/.ats'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    return await typeFindings(relative(options.root, join(folder, 'tsconfig.json')), venues, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function typeFindings(
  project: string,
  venues: readonly string[],
  options: ToolOptions,
): Promise<Finding[]> {
  const { ok, output } = await compile(project, options);
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
