import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requestSigner } from './signer.js';

const AT = Date.UTC(2017, 4, 11, 15, 19, 30, 987);

describe('a signer whose parameters go into the query', () => {
  const signer = requestSigner({
    stamp: 'iso_seconds',
    params: ({ stamp }) => ({ Timestamp: stamp, AccessKeyId: 'key' }),
    paramsIn: 'query',
    payload: ({ method, host, path, sortedQuery }) => [method, host, path, sortedQuery].join('\n'),
    key: { text: 'secret' },
    encoding: 'base64',
    place: ({ signature }) => ({ params: { Signature: signature } }),
  });

  it('leaves the body to the request, and signs the query sorted by name', () => {
    const params = { 'account-id': '1', amount: '2' };
    const signed = signer.request(
      { method: 'POST', host: 'api.test', path: '/orders', params, encode: 'json' },
      AT,
    );
    const query = 'AccessKeyId=key&Timestamp=2017-05-11T15%3A19%3A30';
    const signature = createHmac('sha256', 'secret')
      .update(`POST\napi.test\n/orders\n${query}`)
      .digest('base64');
    expect(signed.body).toBe('{"account-id":"1","amount":"2"}');
    expect(signed.query).toBe(
      `Timestamp=2017-05-11T15%3A19%3A30&AccessKeyId=key&Signature=${encodeURIComponent(signature)}`,
    );
  });

  it("signs the request's own parameters too where they are in the query", () => {
    const params = { b: '2', 'b-a': '1' };
    const signed = signer.request(
      { method: 'GET', host: 'api.test', path: '/o', params, encode: 'query' },
      AT,
    );
    const sorted = 'AccessKeyId=key&Timestamp=2017-05-11T15%3A19%3A30&b=2&b-a=1';
    const signature = createHmac('sha256', 'secret').update(`GET\napi.test\n/o\n${sorted}`).digest('base64');
    expect(new URLSearchParams(signed.query).get('Signature')).toBe(signature);
    expect(signed.query).toContain('b=2&b-a=1');
  });
});

describe('a signer whose payload travels in a header', () => {
  it('signs the base64 of the JSON, and leaves the body empty', () => {
    const signer = requestSigner({
      nonce: 'rising',
      params: ({ path, nonce }) => ({ request: path, nonce }),
      payload: ({ body }) => Buffer.from(body).toString('base64'),
      hash: 'sha384',
      key: { text: 'secret' },
      encoding: 'hex',
      place: ({ signature, body }) => ({
        headers: { Payload: Buffer.from(body).toString('base64'), Signature: signature },
        body: '',
      }),
    });
    const signed = signer.request(
      { method: 'POST', host: 'api.test', path: '/v1/order', params: { price: '1' }, encode: 'json' },
      5,
    );
    const payload = Buffer.from('{"price":"1","request":"/v1/order","nonce":"5"}').toString('base64');
    expect(signed.body).toBe('');
    expect(signed.headers).toMatchObject({
      Payload: payload,
      Signature: createHmac('sha384', 'secret').update(payload).digest('hex'),
    });
  });
});
