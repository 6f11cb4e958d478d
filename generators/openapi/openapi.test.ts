import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proposalsFrom } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'ats-openapi-'));

function proposals(name: string, document: unknown) {
  writeFileSync(join(folder, name), typeof document === 'string' ? document : JSON.stringify(document));
  return proposalsFrom([name], folder);
}

/** 3.1, YAML: references, an id in the path, examples of whole answers. */
const MODERN = `
openapi: 3.1.0
info: { title: Modern Coins, version: '1' }
externalDocs: { url: https://docs.modern.test }
servers:
  - { url: https://sandbox.modern.test/v2, description: test }
  - { url: 'https://{region}.modern.test/v2', variables: { region: { default: eu } } }
components:
  parameters:
    Market: { name: market, in: query, required: true, schema: { type: string }, example: BTC-USDT }
    OrderId: { name: order_id, in: path, required: true, schema: { type: string } }
  schemas:
    Order:
      type: object
      properties:
        id: { type: string, examples: ['77'] }
        client_order_id: { type: string, examples: [c-1] }
        status: { type: string, examples: [open] }
        child: { $ref: '#/components/schemas/Order' }
  securitySchemes: { key: { type: apiKey, in: header, name: OK-ACCESS-KEY } }
paths:
  /clock:
    get:
      operationId: getServerTime
      responses: { '200': { content: { application/json: { example: { now: 1700000000000 } } } } }
  /bars:
    get:
      operationId: listCandles
      parameters:
        - $ref: '#/components/parameters/Market'
        - { name: resolution, in: query, required: true, schema: { enum: [1m, 1h] } }
        - { name: since, in: query, description: Start in seconds, schema: { type: integer } }
      responses: { '200': { description: rows } }
  /bars/mark:
    get: { operationId: listMarkPriceCandles, responses: { '200': { description: rows } } }
  /orders:
    post:
      operationId: placeOrder
      requestBody:
        content:
          application/json:
            schema:
              required: [market, kind]
              properties:
                market: { type: string, example: BTC-USDT }
                category: { enum: [linear, spot] }
                side: { enum: [buy, sell] }
                type: { enum: [market, limit] }
                amount: { type: string }
                price: { type: string }
                client_order_id: { type: string }
                note: { type: string }
                signature: { type: string }
      responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } } }
  /orders/batch:
    post: { operationId: placeOrders, responses: { '200': { description: ok } } }
  /orders/{order_id}:
    parameters: [{ $ref: '#/components/parameters/OrderId' }]
    delete: { operationId: cancelOrder, responses: { '200': { description: ok } } }
`;

/** 2.0: host and basePath, formData, an API key in a header. */
const SWAGGER = {
  swagger: '2.0',
  info: { title: 'Old Coins' },
  host: 'api.old.test',
  basePath: '/1',
  schemes: ['https'],
  securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Old-Key' } },
  paths: {
    '/order/new': {
      post: {
        summary: 'New order',
        consumes: ['application/x-www-form-urlencoded'],
        parameters: ['symbol', 'side', 'type', 'qty', 'price', 'clientOrderId'].map((name) => ({
          name,
          in: 'formData',
          type: 'string',
          required: true,
        })),
        responses: { 200: { examples: { 'application/json': { orderId: '77', clientOrderId: 'c-1' } } } },
      },
    },
    '/order': {
      get: {
        summary: 'Query order',
        parameters: [{ name: 'clientOrderId', in: 'query', type: 'string', required: true }],
        responses: {
          200: {
            schema: {
              type: 'object',
              properties: { orderId: { type: 'string' }, status: { type: 'string' } },
            },
          },
          404: { examples: { 'application/json': { code: 4, message: 'unknown order' } } },
        },
      },
    },
  },
};

describe('an OpenAPI 3.1 document', async () => {
  const found = await proposals('modern.yaml', MODERN);

  it('gives title, documentation and the host that is no test host', () => {
    expect(found).toMatchObject({
      title: { answer: 'Modern Coins' },
      docs: { answer: 'https://docs.modern.test' },
      rest: { answer: 'https://eu.modern.test' },
    });
  });

  it('gives requests in our words, with the path of the server and without what signs them', () => {
    expect(found['request:candles']?.answer).toBe(
      'GET /v2/bars?market={symbol}&resolution={interval}&since={start|s}',
    );
    expect(found['request:place_order']?.answer).toBe(
      'POST /v2/orders {"market":"{symbol}","category":"spot","side":"{side}","type":"{type}","amount":"{size}","price":"{price}","client_order_id":"{client_order_id}"}',
    );
    expect(found['request:cancel_order']?.answer).toBe('DELETE /v2/orders/{order_id}');
  });

  it('says why, and gives the documented answers', () => {
    expect(found['request:place_order']?.reason).toContain('it takes symbol, side, type, size, price');
    expect(found['sample:server_time']).toMatchObject({ isSure: true, reason: 'the document’s example' });
    expect(JSON.parse(found['sample:server_time']?.answer ?? '')).toEqual({ now: 1_700_000_000_000 });
    expect(found.key_headers?.answer).toBe('OK-ACCESS-KEY');
  });
});

describe('a Swagger 2.0 document', async () => {
  const found = await proposals('old.json', SWAGGER);

  it('gives host, base path and form parameters', () => {
    expect(found.rest?.answer).toBe('https://api.old.test');
    expect(found['request:place_order']?.answer).toBe(
      'POST /1/order/new symbol={symbol}&side={side}&type={type}&qty={size}&price={price}&clientOrderId={client_order_id}',
    );
    expect(JSON.parse(found['sample:error']?.answer ?? '')).toEqual({ code: 4, message: 'unknown order' });
    expect(found.key_headers?.answer).toBe('X-Old-Key');
  });

  it('never takes an answer that was made up from a schema unseen', () => {
    expect(found['sample:get_order']).toMatchObject({
      isSure: false,
      reason: expect.stringContaining('made up'),
    });
    expect(found['sample:place_order']).toMatchObject({ isSure: true });
  });
});

it('without response schemas the requests are still proposed', async () => {
  const get = { summary: 'Get wallet balance', responses: { 200: { description: 'ok' } } };
  const found = await proposals('bare.json', {
    openapi: '3.0.0',
    info: { title: 'x' },
    paths: { '/wallet/balance': { get } },
  });
  expect(found['request:balances']?.answer).toBe('GET /wallet/balance');
  expect(found['sample:balances']).toBeUndefined();
});

it('two operations that fit alike leave it to a person', async () => {
  const get = { summary: 'Get balances', responses: { 200: { description: 'ok' } } };
  const found = await proposals('alike.json', {
    openapi: '3.0.0',
    paths: { '/a/balances': { get }, '/b/balances': { get } },
  });
  expect(found['request:balances']).toMatchObject({
    isSure: false,
    reason: expect.stringContaining('GET /b/balances could be it too'),
  });
});

it.each([
  [
    'outside.json',
    { openapi: '3.0.0', paths: { '/a': { $ref: 'https://evil.test/a.yaml' } } },
    'refers to "https:',
  ],
  ['file.json', { openapi: '3.0.0', paths: { '/a': { $ref: './a.yaml#/x' } } }, 'refers to "./a.yaml#/x"'],
  ['nowhere.json', { openapi: '3.0.0', paths: { '/a': { $ref: '#/components/x' } } }, 'leads nowhere'],
  ['broken.yaml', 'openapi: 3.0.0\npaths: [', 'is neither YAML nor JSON'],
  ['broken.json', '{ "openapi": ', 'is neither YAML nor JSON'],
  ['venue.yaml', 'version: 1\nvenue: x', 'is no OpenAPI document'],
  ['old.yaml', "swagger: '1.2'\npaths: {}", 'is no OpenAPI document'],
  ['empty.yaml', '', 'is no OpenAPI document'],
  [
    'pets.json',
    { openapi: '3.0.0', paths: { '/pets': { get: { summary: 'List pets' } } } },
    'describes none',
  ],
  ['odd.json', { openapi: '3.0.0', paths: { '/a': null, '/b': { get: 7 }, '/c': [] } }, 'describes none'],
  [
    'huge.json',
    `{ "openapi": "3.0.0", "paths": {}, "x": "${'a'.repeat(10 * 1024 * 1024)}" }`,
    'is larger than 8 MB',
  ],
])('%s is refused in one line', async (name, document, message) => {
  const error: unknown = await proposals(name, document).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'UserError', exitCode: 2 });
  const text = error instanceof Error ? error.message : '';
  expect(text).toContain(message);
  expect(text).toContain(name);
  expect(text).not.toContain('\n');
});
