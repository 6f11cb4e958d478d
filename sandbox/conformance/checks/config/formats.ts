import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, SimpleState } from 'ats-runtime';
import { stringify } from 'yaml';
import { toNetwork, toTrading } from '../../applies.js';
import type { Check } from '../../check.js';
import type { CheckContext } from '../../context.js';
import { demandEqual } from '../../failure.js';
import type { Session } from '../../session.js';

/** A new process takes a moment; nonces that count milliseconds rest on it. */
const RESTART_MS = 2000;

export const C08: Check = {
  id: 'C08',
  group: 'configuration',
  title: 'the same configuration as YAML and as JSON gives the same connector',
  why: 'Whoever moves a configuration from one form to the other must not get another connector.',
  hint: 'Take each key of this.config by its name; never by its place, or by the text of the file.',
  applies: toNetwork,
  run: async (context) => {
    const session = await context.open();
    const entries = Object.entries(session.config);
    // Nobody writes the keys of both files in the same order.
    const yaml = stringify(document(Object.fromEntries(entries)));
    const json = JSON.stringify(document(Object.fromEntries(entries.toReversed())));
    const asYaml = await behaviour(session, context, { name: 'exchange.yaml', text: yaml });
    const asJson = await behaviour(session, context, { name: 'exchange.json', text: json });
    demandEqual('what is configured in JSON to do', asJson, asYaml);
  },
};

function document(config: Readonly<Record<string, unknown>>): object {
  return { exchange: { namespace: 'exchanges:under_test', config } };
}

/** The requests that a connector made from this file sends, with their answers' status, in the order of their text. */
async function behaviour(
  session: Session,
  context: CheckContext,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<readonly string[]> {
  const file = join(await context.temporaryFolder(), name);
  await writeFile(file, text, { mode: 0o600 });
  const { exchange } = await loadConfig(file, {});
  const { clock, log, sandbox } = session;
  const connector = new context.subject.Exchange(exchange.config, new SimpleState(), {
    clock,
    logger: log.logger,
  });
  const before = sandbox.requests.length;
  await session.advance(RESTART_MS);
  try {
    await session.during(connector.connect());
    await session.during(connector.subscribeToCandles(() => undefined));
    if (toTrading(sandbox.venue.description) === true) await session.during(connector.getOpenOrders());
  } finally {
    await session.during(connector.disconnect());
  }
  const sent = sandbox.requests.slice(before);
  return sent.map(({ method, path, status }) => `${method} ${path} ${status}`).sort();
}
