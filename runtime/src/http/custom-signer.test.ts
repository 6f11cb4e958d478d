import { expect, test } from 'vitest';
import { NotSupportedException } from '../exceptions.js';
import { customSigner, type RequestToSign } from './custom-signer.js';
import type { UnsignedRequest } from './wire-request.js';

const request: UnsignedRequest = {
  method: 'POST',
  host: 'api.venue.com',
  path: '/exchange',
  params: { action: { type: 'order', a: undefined, b: 1 } },
  encode: 'json',
};

test('the function sees the request as it goes out, and what it returns is placed', () => {
  const seen: RequestToSign[] = [];
  const signer = customSigner({
    nonce: 'rising',
    sign: (given) => {
      seen.push(given);
      const { stamp, nonce, body } = given;
      return { headers: { 'X-Sign': `${stamp} ${body}` }, params: { nonce: Number(nonce), r: '0x1' } };
    },
  });
  const wire = signer.request(request, 1000.7);
  expect(wire).toEqual({
    method: 'POST',
    path: '/exchange',
    query: '',
    body: '{"action":{"type":"order","b":1},"nonce":1000,"r":"0x1"}',
    headers: { 'content-type': 'application/json', 'X-Sign': '1000 {"action":{"type":"order","b":1}}' },
  });
  expect(seen[0]).toMatchObject({ method: 'POST', host: 'api.venue.com', contentType: 'application/json' });
});

test('nonces rise though the clock stands, and such requests go one at a time', () => {
  const signer = customSigner({ nonce: 'rising', sign: ({ nonce }) => ({ params: { nonce } }) });
  const bodies = [1, 2].map(() => signer.request(request, 5000).body);
  expect(bodies.map((body) => /"nonce":"(\d+)"/.exec(body)?.[1])).toEqual(['5000', '5001']);
  expect(signer.isOrdered).toBe(true);
});

test('without a nonce there is none; parameters join a query before it is signed', () => {
  const signer = customSigner({
    stamp: 's',
    params: ({ stamp }) => ({ ts: stamp }),
    sign: ({ query, nonce }) => ({ params: { sig: `${query}|${nonce}` } }),
  });
  const wire = signer.request({ ...request, method: 'GET', encode: 'query', params: { a: 1 } }, 7000);
  expect(wire.query).toBe('a=1&ts=7&sig=a%3D1%26ts%3D7%7C');
  expect(signer.isOrdered).toBe(false);
  expect(signer.stamp(7000)).toBe('7');
});

test('a text by itself cannot be signed', () => {
  expect(() => customSigner({ sign: () => ({}) }).signature('login')).toThrow(NotSupportedException);
});
