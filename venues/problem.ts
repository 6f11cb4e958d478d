/** One thing that is wrong with a venue description: where it stands and what to do about it. */
export interface Problem {
  readonly file: string;
  /** 1-based; absent where the problem is the file itself. */
  readonly line?: number;
  readonly column?: number;
  /** The key as a path through the document, such as `endpoints.candles.page.limit`. */
  readonly key?: string;
  readonly message: string;
}

/** A venue description that cannot be used. Its message holds one line for each problem. */
export class VenueError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join('\n'));
    this.name = 'VenueError';
    this.problems = problems;
  }
}

export function problemText(problem: Problem): string {
  const position = problem.line === undefined ? '' : `:${problem.line}:${problem.column ?? 1}`;
  const key = problem.key === undefined || problem.key === '' ? '' : `${problem.key}: `;
  return `${problem.file}${position} ${key}${problem.message}`;
}

/** What is wrong with the value at a path of the description. */
export type Finding = readonly [path: readonly string[], message: string];
