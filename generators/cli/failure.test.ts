import { describe, expect, it } from 'vitest';
import { VenueError } from '../../venues/problem.js';
import { InterruptedError, UserError } from './errors.js';
import { failureOf } from './failure.js';

describe('failures', () => {
  it('of the person are one printable line, with paths from where they are', () => {
    const error = new UserError('file /here/a.yaml holds "\n\u2028\u001b[31m"');
    expect(failureOf(error, '/here')).toEqual({
      message: String.raw`file a.yaml holds "\u000a\u2028\u001b[31m"`,
      exitCode: 2,
    });
  });

  it('of a venue description are one line for each problem', () => {
    const problems = [
      { file: '/here/venue.yaml', line: 3, column: 1, key: 'name', message: 'give one line\nof text' },
      { file: '/here/venue.yaml', message: 'x' },
    ];
    expect(failureOf(new VenueError(problems), '/here')?.message).toBe(
      'venue.yaml:3:1 name: give one line\\u000aof text\nvenue.yaml x',
    );
  });

  it('of YAML’s syntax are the first alone', () => {
    const problems = ['is not valid YAML: a', 'is not valid YAML: b'].map((message) => ({
      file: 'v',
      message,
    }));
    expect(failureOf(new VenueError(problems), '/here')?.message).toBe('v is not valid YAML: a');
  });

  it.each([
    [new InterruptedError(), 130],
    [Object.assign(new Error('closed'), { name: 'ExitPromptError' }), 130],
    [new UserError('x', { exitCode: 4 }), 4],
  ])('%s ends with %d', (error, exitCode) => {
    const failure = failureOf(error, '/here');
    expect(failure).toMatchObject({ exitCode });
    expect(failure).not.toHaveProperty('stack');
  });

  it('of ours keep their stack', () => {
    expect(failureOf(new TypeError('x is not a function'), '/here')).toMatchObject({
      exitCode: 1,
      stack: expect.stringContaining('failure.test'),
    });
  });
});
