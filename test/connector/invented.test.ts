import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderConnector } from '../../generators/connector/index.js';
import { insertStubs } from '../../generators/contract/insert-stubs.js';
import { readContract } from '../../generators/contract/read-contract.js';
import { venueSchema } from '../../venues/schema/venue.js';
import { invented } from './descriptions.js';
import { typeCheck } from './type-check.js';

describe('connectors to venues that mix recipes', () => {
  const connectors = new Map<string, Map<string, string>>();
  const file = (name: string, path: string): string => connectors.get(name)?.get(path) ?? '';
  const exchange = (name: string): string => file(name, 'exchange.ts');

  beforeAll(async () => {
    const contract = await readContract({
      runtimeDir: fileURLToPath(new URL('../../runtime', import.meta.url)),
    });
    const options = { insertStubs: (source: string) => insertStubs(source, contract) };
    for (const [name, describe_] of Object.entries(invented)) {
      connectors.set(
        name,
        await renderConnector({ description: describe_(), wallet: name !== 'mapped' }, options),
      );
    }
  }, 60_000);

  test('pass the strict type check', async () => {
    expect(await typeCheck(connectors)).toBe('');
  });

  test('sign as their venue says', () => {
    expect(exchange('listed')).toContain(
      '({ stamp, method, pathWithQuery, body }) => stamp + method + pathWithQuery + body',
    );
    expect(exchange('listed')).toContain(`'OK-PASS': hmac('sha256', this.config.passphrase, 'base64')`);
    expect(exchange('listed')).toContain(`this.signer.signature(stamp + 'GET/users/self/verify')`);
    expect(exchange('mapped')).toContain(`[path, hash('sha256', nonce + body)]`);
    expect(exchange('tokened')).toContain(
      "`${method}\\n${path}\\n${query}\\n` + hash('sha512', body, 'hex') + `\\n${stamp}`",
    );
  });

  test('ask for the range that their venue means', () => {
    expect(exchange('listed')).toContain('before: start * 1000 - 1');
    expect(exchange('listed')).toContain('after: end * 1000 + 1');
    expect(exchange('mapped')).toContain('since: from - 1');
  });

  test('tell failures inside a 200 from success', () => {
    expect(file('listed', 'answers.ts')).toContain(`{ path: 'data[0].sCode', equals: '0' }`);
  });

  test('convert what their venue does not take as it is', () => {
    expect(exchange('costed')).toContain(
      'const quoteSize = isMarket && isBuy ? await this.costOf(order) : undefined;',
    );
    expect(exchange('priced')).toContain('await this.crossingPrice(order.orderSide)');
  });

  test('have no stream where their venue has none', () => {
    expect(exchange('polled')).not.toContain('subscribe:');
    expect(exchange('polled')).not.toContain('PrivateStream');
  });

  test('are refused where an order could not be found by its client id', async () => {
    const description = invented['tokened']?.();
    if (description === undefined) throw new Error('there is no such description');
    const { get_order: lookUp } = description.endpoints;
    const endpoints = {
      ...description.endpoints,
      get_order: { ...lookUp, request: 'GET /orders/{order_id}' },
    };
    const blind = venueSchema.parse({ ...description, endpoints });
    await expect(renderConnector({ description: blind, wallet: true })).rejects.toThrow(
      /^endpoints\.get_order: must ask by \{client_order_id\}/,
    );
  });
});
