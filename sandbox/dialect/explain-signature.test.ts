import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { explainSignature } from './explain-signature.js';
import type { PlainSignature } from './prove.js';

const secret = 'c2VjcmV0IG9mIG91cnM=';
const recipe: PlainSignature = {
  algorithm: 'hmac-sha256',
  payload: ['{stamp}{method}{path_query}{body}'],
  secret: 'utf8',
  encoding: 'base64',
};
const request: Readonly<Record<string, string>> = {
  stamp: '1700000000000',
  method: 'POST',
  path: '/api/v5/order',
  query: 'b=2&a=%201',
  path_query: '/api/v5/order?b=2&a=%201',
  body: '{"x":1,"y":[2,3]}',
};

describe('what a refused client seems to have signed', () => {
  test.each([
    ['the body is left out', '1700000000000POST/api/v5/order?b=2&a=%201'],
    ['the query is left out', '1700000000000POST/api/v5/order{"x":1,"y":[2,3]}'],
    ['the parameters are sorted by name', '1700000000000POST/api/v5/order?a=%201&b=2{"x":1,"y":[2,3]}'],
    ['the parameters are percent-decoded', '1700000000000POST/api/v5/order?b=2&a= 1{"x":1,"y":[2,3]}'],
    [
      'the body has blanks after commas and colons',
      '1700000000000POST/api/v5/order?b=2&a=%201{"x": 1, "y": [2, 3]}',
    ],
    ['the method is in lower case', '1700000000000post/api/v5/order?b=2&a=%201{"x":1,"y":[2,3]}'],
    ['the timestamp is in seconds', '1700000000POST/api/v5/order?b=2&a=%201{"x":1,"y":[2,3]}'],
    ['the timestamp is ISO text', '2023-11-14T22:13:20.000ZPOST/api/v5/order?b=2&a=%201{"x":1,"y":[2,3]}'],
    ['it is the body alone', '{"x":1,"y":[2,3]}'],
  ])('%s', (difference, payload) => {
    expect(explain(sign(payload))).toEqual({ difference, payload });
  });

  test.each([
    ['the signature is in hex', sign(expected(), secret, 'hex')],
    ['the secret is taken as base64', sign(expected(), Buffer.from(secret, 'base64'))],
    ['the algorithm is hmac-sha512', createHmac('sha512', secret).update(expected()).digest('base64')],
  ])('%s', (difference, signature) => {
    expect(explain(signature)).toEqual({ difference, payload: expected() });
  });

  test('nothing usual: not told', () => {
    expect(explain(sign(expected(), 'another secret'))).toBeUndefined();
    expect(explain('')).toBeUndefined();
  });
});

function expected(): string {
  return `${request['stamp']}POST${request['path_query']}${request['body']}`;
}

function sign(payload: string, key: string | Buffer = secret, encoding: 'base64' | 'hex' = 'base64'): string {
  return createHmac('sha256', key).update(payload).digest(encoding);
}

function explain(signature: string) {
  return explainSignature({
    signature,
    secret,
    recipe,
    parts: recipe.payload,
    source: (name) => request[name],
  });
}
