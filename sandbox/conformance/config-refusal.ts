import type { CheckContext } from './context.js';
import { rejectionOf } from './errors.js';
import { show } from './failure.js';

/** The message with which the connector refuses this change to a configuration that is otherwise right. */
export async function configRefusal(
  context: CheckContext,
  change: Readonly<Record<string, unknown>>,
): Promise<string> {
  const what = `a configuration with ${Object.entries(change)
    .map(([key, value]) => (value === undefined ? `no ${key}` : `${key} ${show(value)}`))
    .join(' and ')}`;
  const error = await rejectionOf(
    context.open({ config: change }).then(() => undefined),
    what,
    'ConfigValidationException',
  );
  return error.message;
}
