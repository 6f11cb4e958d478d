import type { Check } from './check.js';
import { CheckContext, type CheckSubject } from './context.js';
import { CheckFailure, show } from './failure.js';
import { ledgerText } from './ledger-text.js';
import type { Session } from './session.js';

/** @throws Error with the whole report where the connector does not keep the check's promise */
export async function runCheck(check: Check, subject: CheckSubject): Promise<void> {
  const context = new CheckContext(subject);
  try {
    await check.run(context);
  } catch (error) {
    throw reported(check, context, error);
  } finally {
    await context.close();
  }
}

/** A finding is told by its report alone; the stack of an error that nobody expected helps to find it. */
function reported(check: Check, context: CheckContext, error: unknown): Error {
  const text = report(check, context, error);
  if (!(error instanceof CheckFailure)) return new Error(text, { cause: error });
  const failure = new Error(text);
  failure.stack = text;
  return failure;
}

function report(check: Check, context: CheckContext, error: unknown): string {
  const { venue, seed } = context.subject;
  const isFinding = error instanceof CheckFailure;
  const ledger = context.sessions.map((session) => ledgerText(session));
  const text = [
    `${check.id} ${check.title}`,
    `expected  ${isFinding ? error.expected : 'no error here'}`,
    `found     ${isFinding ? error.found : show(error)}`,
    ...ledger.map((state) => `ledger    ${state}`),
    `why       ${check.why}`,
    `hint      ${check.hint}`,
    `again     CONFORMANCE_SEED=${seed} npx vitest run ${venue.description.venue} -t "${check.id} "   (check ${check.id}, seed ${seed}, venue ${venue.description.venue})`,
  ].join('\n');
  return context.sessions.reduce((shown, session) => withoutCredentials(shown, session), text);
}

/** A report is pasted into chats, and a check may run against more than the sandbox's own credentials one day. */
function withoutCredentials(text: string, session: Session): string {
  const { credentials } = session.sandbox;
  return Object.entries(credentials).reduce(
    (shown, [key, value]) => shown.replaceAll(value, `[${key}]`),
    text,
  );
}
