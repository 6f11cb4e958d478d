import { isDeepStrictEqual } from 'node:util';
import { toCandles, toCredentials, toEvery } from '../../applies.js';
import type { Check } from '../../check.js';
import { configRefusal } from '../../config-refusal.js';
import { rejectionOf, errorText } from '../../errors.js';
import { demand, demandEqual } from '../../failure.js';

const UNKNOWN_INTERVAL = '7m';
const MALFORMED_SYMBOLS = ['', 'BTC', 'BTC/', '/USDT', 'BTC/USDT/EUR', 'BTC USDT', { base: 'BTC' }, 7, []];

export const C03: Check = {
  id: 'C03',
  group: 'configuration',
  title: 'a value of the wrong type is refused by name',
  why: 'YAML turns an unquoted key of digits into a number; what is sent then is not the key.',
  hint: 'Give each key its type in this.checkConfig: "secret", "text", "number", "flag" or a list of choices.',
  applies: toEvery,
  run: async (context) => {
    const { auth } = context.venue.description;
    const credentials = toCredentials(context.venue.description) === true ? (auth?.credentials ?? []) : [];
    for (const key of credentials) {
      for (const value of [12_345_678, true, ['text']]) {
        const message = await configRefusal(context, { [key]: value });
        demand(message.includes(key), `a message that names ${key}`, message);
      }
    }
    const plot = await configRefusal(context, { plot_data_max_len: 'many' });
    demand(plot.includes('plot_data_max_len'), 'a message that names plot_data_max_len', plot);
    if (toCandles(context.venue.description) !== true) return;
    for (const interval of [5, UNKNOWN_INTERVAL]) {
      const message = await configRefusal(context, { interval });
      demand(message.includes('interval'), 'a message that names interval', message);
    }
  },
};

export const C04: Check = {
  id: 'C04',
  group: 'configuration',
  title: 'a malformed symbol is refused',
  why: 'A symbol that is taken apart wrongly trades another market, or none.',
  hint: 'BaseExchange checks the symbol in checkConfig; do not catch what it throws.',
  applies: toEvery,
  run: async (context) => {
    for (const symbol of MALFORMED_SYMBOLS) {
      const message = await configRefusal(context, { symbol });
      demand(message.includes('symbol'), 'a message that names symbol', message);
    }
  },
};

export const C05: Check = {
  id: 'C05',
  group: 'configuration',
  title: 'a message about the configuration shows no credential',
  why: 'Start-up errors are the first thing that is pasted into a chat.',
  hint: 'Name the key, never its value; do not print the configuration as a whole.',
  applies: toCredentials,
  run: async (context) => {
    const credentials = context.venue.description.auth?.credentials ?? [];
    const secrets = credentials.map((key, index) => [key, `s3cr3t-${key}-${index}-Zq8`] as const);
    for (const missing of ['symbol', ...credentials]) {
      const config = { ...Object.fromEntries(secrets), interval: 5, [missing]: undefined };
      const opening = context.open({ config }).then(() => undefined);
      const text = errorText(
        await rejectionOf(opening, 'a wrong configuration', 'ConfigValidationException'),
      );
      const shown = secrets
        .filter(([key, value]) => key !== missing && text.includes(value))
        .map(([key]) => key);
      demandEqual('credentials shown in the message:', shown, []);
    }
  },
};

export const C07: Check = {
  id: 'C07',
  group: 'configuration',
  title: "the caller's configuration object is not changed",
  why: 'It is often shared between exchanges and written back to a file.',
  hint: 'Work on this.config, the frozen copy that BaseExchange keeps.',
  applies: toCandles,
  run: async (context) => {
    const session = await context.open();
    const [base, quote] = session.symbol.split('/');
    const config = { ...session.config, symbol: { base, quote }, name: 'mine' };
    const before = structuredClone(config);
    const other = new context.subject.Exchange(config, session.state, {
      clock: session.clock,
      logger: session.log.logger,
    });
    await session.during(other.connect());
    await session.during(other.disconnect());
    const changed = Object.keys(before).filter(
      (key) => !isDeepStrictEqual(Reflect.get(config, key), Reflect.get(before, key)),
    );
    demandEqual('keys of the configuration that were changed:', changed, []);
  },
};

export const C06: Check = {
  id: 'C06',
  group: 'configuration',
  title: 'an environment variable that was not filled in is named',
  why: 'A request signed with "${API_SECRET}" is refused by the venue, in words that help nobody.',
  hint: 'Check every key of the configuration with this.checkConfig, which knows the form ${NAME}.',
  applies: toCredentials,
  run: async (context) => {
    for (const key of context.venue.description.auth?.credentials ?? []) {
      const message = await configRefusal(context, { [key]: '${NO_SUCH_VARIABLE}' });
      const names = message.includes(key) && message.includes('NO_SUCH_VARIABLE');
      demand(names, `a message that names ${key} and NO_SUCH_VARIABLE`, message);
    }
  },
};
