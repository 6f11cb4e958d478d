import { describe, expect, test } from 'vitest';
import { renderConnectorFiles } from '../../generators/connector/index.js';
import { loadPreset, type VenueDescription } from '../../venues/index.js';
import { venueSchema } from '../../venues/schema/venue.js';
import { typeCheck } from './type-check.js';

/** None of them may become code: `pwned` is declared nowhere, so that the type check finds it if one does. */
const HOSTILE = {
  doubleQuote: '";pwned()//',
  singleQuote: "';pwned();//",
  backslash: "\\';pwned();//\\",
  substitution: '${pwned()}',
  template: '`+pwned()+`',
  handlebars: '}}{{#pwned}}}}}{{',
  commentEnd: '*/pwned()/*',
  lineComment: '//\tpwned',
  lineSeparator: 'a\u2028pwned()\u2029pwned()',
  newLine: 'a\npwned()\r\npwned()',
  script: '</script><!--pwned',
  prototype: '__proto__',
  member: 'constructor',
} as const;

describe('text of a description never becomes code', () => {
  test('whatever it holds, wherever the schema lets it stand', async () => {
    const { description } = await loadPreset('binance_spot');
    const connectors = new Map<string, Map<string, string>>();
    for (const [name, text] of Object.entries(HOSTILE)) {
      const hostile = poisoned(description, text);
      connectors.set(name, await renderConnectorFiles({ description: hostile, wallet: true }));
      connectors.set(`${name}_here`, await renderConnectorFiles({ description: hostile, wallet: false }));
      connectors.set(
        `${name}_feed`,
        await renderConnectorFiles({ description: { ...hostile, kind: 'data_feed' }, wallet: false }),
      );
    }
    expect(await typeCheck(connectors)).toBe('');
  }, 120_000);

  test('and a template that is no template is refused by name', async () => {
    const { description } = await loadPreset('binance_spot');
    const { place_order: place } = description.endpoints;
    if (place === undefined) throw new Error('the preset has no place_order');
    const endpoints = { ...description.endpoints, place_order: { ...place, params: { symbol: '{pwned}' } } };
    const broken = { ...description, endpoints };
    await expect(renderConnectorFiles({ description: broken, wallet: true })).rejects.toThrow(
      /^endpoints\.place_order\.params\.symbol: \{pwned\} means nothing there/,
    );
  });
});

/** The description with the text in every place that takes free text. */
function poisoned(description: VenueDescription, text: string): VenueDescription {
  const { place_order: place, candles, fees } = description.endpoints;
  const { candles: stream, orders: events } = description.streams;
  const { auth, orders } = description;
  if (!place || !fees || !stream || !events || !auth || !orders)
    throw new Error('the preset has become smaller');
  // A brace would be a placeholder in a template; as the description writes it, it is doubled.
  const template = text.replaceAll(/[{}]/g, '$&$&');
  return venueSchema.parse({
    ...description,
    name: venueSchema.shape.name.safeParse(text).success ? text : description.name,
    symbol: {
      ...description.symbol,
      template: `{base}${template}{quote}`,
      aliases: Object.fromEntries([[text, text]]),
    },
    intervals: { '1m': text, '1h': 60 },
    auth: {
      ...auth,
      params: Object.fromEntries([[text, `${template}{stamp}`]]),
      signature: { ...auth.signature, payload: [template, '{query}'] },
      place: {
        headers: { 'X-KEY': `{api_key}${template}` },
        params: Object.fromEntries([[text, '{signature}']]),
      },
    },
    errors: {
      ...description.errors,
      answer: { ...description.errors.answer, ok: [text] },
      cases: {
        ...description.errors.cases,
        duplicate_client_id: { status: 400, code: text, message: text, match: text },
      },
    },
    orders: {
      ...orders,
      sides: { buy: text, sell: 'SELL' },
      types: { limit: text, market: 'MARKET' },
      statuses: Object.fromEntries([[text, 'PENDING']]),
      client_id: { ...orders.client_id, prefix: text },
    },
    endpoints: {
      ...description.endpoints,
      candles: { ...candles, params: { ...candles.params, ...Object.fromEntries([[text, template]]) } },
      place_order: {
        ...place,
        params: {
          ...place.params,
          ...Object.fromEntries([[text, { value: template, when: 'limit' }]]),
          nested: [template, Object.fromEntries([[text, template]])],
        },
      },
      fees: { ...fees, params: Object.fromEntries([[text, `${template}{symbol}`]]) },
    },
    streams: {
      candles: {
        ...stream,
        path: `/${template}`,
        subscribe: Object.fromEntries([[text, `${template}{symbol}`]]),
        unsubscribe: template,
        acknowledged: { ...stream.acknowledged, match: { result: template } },
        keep_alive: { kind: 'message', send: template, expect: text, every: '20s', timeout: '60s' },
      },
      orders: {
        ...events,
        subscribe: {
          [text === '__proto__' ? 'id' : text]: template,
          params: { key: '{api_key}', signature: '{signature}' },
        },
        keep_alive: {
          kind: 'answer',
          receive: Object.fromEntries([
            [text, text],
            ['ping', '{stamp}'],
          ]),
          send: template,
          every: '5s',
          timeout: '9s',
        },
      },
    },
  });
}
