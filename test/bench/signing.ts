import { createHmac } from 'node:crypto';
import { requestSigner, type UnsignedRequest } from 'ats-runtime';
import type { BenchRow } from './measure.js';
import { interleavedRates } from './rates.js';

/** An order request of Binance Spot: written, stamped and signed, beside nothing but the HMAC of the same bytes. */
export async function benchSigning(): Promise<readonly BenchRow[]> {
  const [ours = 0, plain = 0] = interleavedRates([signOrder, hmacAlone]);
  return [
    {
      name: 'signing an order request',
      ours,
      unit: 'requests/s',
      reference: { name: 'createHmac of the same bytes', value: plain },
      target: '≥ 0.75 ×',
    },
  ];
}

const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const NOW = 1_700_000_000_000;

const signer = requestSigner({
  stamp: 'ms',
  params: ({ stamp }) => ({ recvWindow: '5000', timestamp: stamp }),
  payload: ({ query, body }) => query + body,
  hash: 'sha256',
  key: { text: SECRET },
  encoding: 'hex',
  place: ({ signature }) => ({ headers: { 'X-MBX-APIKEY': 'key' }, params: { signature } }),
});

const ORDER: UnsignedRequest = {
  method: 'POST',
  host: 'api.binance.com',
  path: '/api/v3/order',
  params: {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.01',
    price: '35000.5',
    newClientOrderId: 'TYcXhGebfYmD2ociREK7wFuaYcXd5myywJB4',
    newOrderRespType: 'FULL',
  },
  encode: 'form',
};

const SIGNED_BYTES = signer.request(ORDER, NOW).body.replace(/&signature=.*$/, '');

function signOrder(): void {
  if (signer.request(ORDER, NOW).body === '') throw new Error('nothing was signed');
}

function hmacAlone(): void {
  if (createHmac('sha256', SECRET).update(SIGNED_BYTES).digest('hex') === '') throw new Error('no digest');
}
