import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { venueNameProblem } from '../naming/venue-name.js';
import type { Finding } from '../report/results.js';
import { EXCHANGES } from '../workspace/find.js';

/** What stands on a connector's file, and how to put it right when it does not. */
interface Expectation {
  readonly id: string;
  readonly file: string;
  readonly needs: RegExp;
  readonly message: string;
  readonly hint: string;
}

const EXPECTATIONS: readonly Expectation[] = [
  {
    id: 'S02',
    file: 'exchange.ts',
    needs: /export\s+(?:default\s+)?class\s+Exchange\b/,
    message: 'has no exported class Exchange',
    hint: 'name the connector’s class Exchange and export it',
  },
  {
    id: 'S02',
    file: 'index.ts',
    needs: /export\s+(?:\*|\{[^}]*\bExchange\b[^}]*\})\s*from\s*['"]\.\/exchange\.js['"]/,
    message: 'does not re-export Exchange',
    hint: `write: export { Exchange } from './exchange.js';`,
  },
];

/** S01 and S02, and what leaves a trace in the text: stubs (S04) and console (S07). */
export function checkStructure(root: string, venue: string): Finding[] {
  const folder = `${EXCHANGES}/${venue}`;
  const problem = venueNameProblem(venue);
  const naming: Finding[] =
    problem === undefined
      ? []
      : [
          {
            id: 'S01',
            venue,
            file: folder,
            message: problem,
            hint: 'rename the folder, and the namespace in config/',
          },
        ];
  return [
    ...naming,
    ...EXPECTATIONS.flatMap(({ needs, ...expectation }) => {
      const { id, file, message, hint } = expectation;
      const path = `${folder}/${file}`;
      if (!existsSync(join(root, path))) return [{ id, venue, file: path, message: 'is missing', hint }];
      return needs.test(codeOf(root, path)) ? [] : [{ id, venue, file: path, message, hint }];
    }),
    ...SOURCES.flatMap((file) => findLines(root, venue, `${folder}/${file}`)),
  ];
}

/** The generated files that may hold a stub. */
const SOURCES = ['exchange.ts', 'signature.ts'];

interface Trace {
  readonly id: string;
  readonly pattern: RegExp;
  readonly message: string;
  readonly hint: string;
}

const TRACES: readonly Trace[] = [
  {
    id: 'S04',
    pattern: /\bthrow new NotImplementedException\b/,
    message: 'a generated stub is left',
    hint: 'write the method, or throw NotSupportedException where the venue lacks it',
  },
  {
    id: 'S07',
    pattern: /(?<![\w.])console\.\w+\(/,
    message: 'uses console',
    hint: 'use this.logger, which masks credentials',
  },
];

function findLines(root: string, venue: string, file: string): Finding[] {
  if (!existsSync(join(root, file))) return [];
  const lines = codeOf(root, file).split('\n');
  return TRACES.flatMap(({ id, pattern, message, hint }) =>
    lines.flatMap((text, index) =>
      pattern.test(text) ? [{ id, venue, file, line: index + 1, message, hint }] : [],
    ),
  );
}

/** Comments become blanks (line breaks stay), so that nothing is found in them. */
function codeOf(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8').replaceAll(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[^]*?\*\/|\/\/[^\n]*/g,
    (match, text: string | undefined) => text ?? match.replaceAll(/[^\n]/g, ' '),
  );
}
