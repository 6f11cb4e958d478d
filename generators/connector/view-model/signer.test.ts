import { expect, test } from 'vitest';
import { loadPreset } from '../../../venues/index.js';
import { venueSchema } from '../../../venues/schema/venue.js';
import { commonScope } from './scopes.js';
import { signerView, streamTokenCode } from './signer.js';

test('a venue of bearer tokens gets a token for every request, with its times', async () => {
  const { description } = await loadPreset('binance_spot');
  const { orders: _, ...streams } = description.streams;
  const auth = {
    credentials: ['api_key', 'api_secret'],
    nonce: { kind: 'random_hex' },
    signature: {
      algorithm: 'jwt-es256',
      header: { kid: '{api_key}', nonce: '{nonce}' },
      claims: { iss: 'cdp', uri: '{method} {host}{path}' },
      lifetime: '2m',
      secret: 'pem',
    },
    place: { headers: { Authorization: 'Bearer {token}' } },
  };
  expect(signerView(venueSchema.parse({ ...description, streams, auth }))).toEqual({
    maker: 'jwtSigner',
    options: [
      `algorithm: 'ES256'`,
      'key: { text: this.config.api_secret }',
      `header: ({ uuid }) => ({ kid: this.config.api_key, nonce: uuid.replaceAll('-', '') })`,
      `claims: ({ method, host, path, stamp }) => ({ iss: 'cdp', uri: \`\${method} \${host}\${path}\`, nbf: Number(stamp), exp: Number(stamp) + 120 })`,
    ],
  });
  expect(() => signerView(venueSchema.parse({ ...description, auth }))).toThrow(
    /^streams\.orders\.signature: .* cannot be generated/,
  );
});

test('a stream’s message gets a token with claims of its own, and the header of all tokens', async () => {
  const { description } = await loadPreset('coinbase_advanced');
  expect(streamTokenCode(description, { sub: '{api_key}' }, commonScope(description))).toBe(
    `this.signer.token({ sub: this.config.api_key, nbf: Number(stamp), exp: Number(stamp) + 120 }, { kid: this.config.api_key, nonce: crypto.randomUUID().replaceAll('-', '') })`,
  );
});

test('LBank digests its parameters as MD5 in capitals before it signs them', async () => {
  const { description } = await loadPreset('binance_spot');
  const { orders: _, ...streams } = description.streams;
  const auth = {
    credentials: ['api_key', 'api_secret'],
    signature: {
      algorithm: 'hmac-sha256',
      payload: [{ digest: 'md5', of: [{ text_of: '', pair: '=', between: '&' }], as: 'hex_upper' }],
      encoding: 'hex',
    },
    place: { params: { sign: '{signature}' } },
  };
  expect(signerView(venueSchema.parse({ ...description, streams, auth }))?.options).toContain(
    `payload: ({ hash, params }) => hash('md5', flatText(params, { pair: '=', between: '&' }), 'hex').toUpperCase()`,
  );
});
