import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { flatText } from './flat-text.js';
import { requestSigner } from './signer.js';

test('names and values stand one after another, sorted by name at every depth', () => {
  expect(flatText({ b: [1, { d: 'x', c: true }], a: 3 })).toBe('a3b1ctruedx');
});

test('what is undefined is not part of it', () => {
  expect(flatText({ a: undefined, b: '' })).toBe('b');
  expect(flatText(undefined)).toBe('');
});

test('pairs as a query has them, in the order in which they are sent', () => {
  const form = { pair: '=', between: '&', order: 'as_sent' } as const;
  expect(flatText({ market: 'KRW-BTC', count: 1e-7 }, form)).toBe('market=KRW-BTC&count=0.0000001');
});

test('signs a body that names its method, as Crypto.com documents it', () => {
  const signer = requestSigner({
    params: () => ({ id: 11, api_key: 'token', nonce: 1587846358253 }),
    payload: ({ params }) =>
      flatText(params['method']) +
      flatText(params['id']) +
      'token' +
      flatText(params['params']) +
      '1587846358253',
    key: { text: 'secretKey' },
    encoding: 'hex',
    place: ({ signature }) => ({ params: { sig: signature } }),
  });
  const { body } = signer.request(
    {
      method: 'POST',
      host: 'api.crypto.com',
      path: '/exchange/v1/private/get-order-detail',
      params: { method: 'private/get-order-detail', params: { order_id: '53287421324' } },
      encode: 'json',
    },
    1587846358253,
  );
  const payload = 'private/get-order-detail11tokenorder_id532874213241587846358253';
  const sig = createHmac('sha256', 'secretKey').update(payload).digest('hex');
  expect(JSON.parse(body)).toEqual({
    method: 'private/get-order-detail',
    params: { order_id: '53287421324' },
    id: 11,
    api_key: 'token',
    nonce: 1587846358253,
    sig,
  });
});
