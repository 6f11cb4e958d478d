import { CheckFailure, show } from './failure.js';

/**
 * The names of an error's classes, its own first. Compared by name because the connector may bring another copy
 * of ats-runtime than the suite does.
 */
export function classNames(error: unknown): readonly string[] {
  const names: string[] = [];
  for (let prototype: unknown = error; isObject(prototype); prototype = Object.getPrototypeOf(prototype)) {
    const { constructor } = prototype;
    if (typeof constructor === 'function' && !names.includes(constructor.name)) names.push(constructor.name);
  }
  return names;
}

/** The text of an error, its causes and everything a log line might show of it. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const own = Object.entries(error).map(([key, value]) => `${key}=${show(value)}`);
  const cause = error.cause === undefined ? '' : errorText(error.cause);
  return [error.name, error.message, error.stack ?? '', ...own, cause].join('\n');
}

/**
 * The error that `action` ends in, which has to be one of these classes of ats-runtime.
 * @throws CheckFailure where it succeeds or ends in something else
 */
export async function rejectionOf(
  action: Promise<unknown>,
  what: string,
  ...names: string[]
): Promise<Error> {
  const expected = `${what} to be refused with ${names.join(' or ')}`;
  let value: unknown;
  try {
    value = await action;
  } catch (error) {
    if (error instanceof CheckFailure) throw error;
    const isMeant = classNames(error).some((name) => names.includes(name));
    if (isMeant && error instanceof Error) return error;
    throw new CheckFailure({ expected, found: show(error), cause: error });
  }
  throw new CheckFailure({
    expected,
    found: value === undefined ? 'it succeeded' : `it gave ${show(value)}`,
  });
}

/**
 * Ends with the submit of an order that the venue took.
 * @throws CheckFailure where the submit fails
 */
export async function expectAccepted(submitting: Promise<void>): Promise<void> {
  try {
    await submitting;
  } catch (error) {
    const expected = 'the submit, of an order that the venue took, to end in success';
    throw new CheckFailure({ expected, found: show(error), cause: error });
  }
}

/** What the action ends in: `undefined` where it succeeds. For checks that judge by what the venue saw first. */
export function troubleOf(action: Promise<unknown>): Promise<unknown> {
  return action.then(
    () => undefined,
    (error: unknown) => error,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
