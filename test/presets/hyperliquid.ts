import { customSigner } from 'ats-runtime';
import type { Sandbox } from '../../sandbox/index.js';
import { signRequest } from '../../venues/presets/hyperliquid_spot/signature.js';

let count = 0;

/** An order's row in an action, with another client id each time. */
export function orderRow(change: object = {}): object {
  const cloid = `0x${String((count += 1)).padStart(32, '0')}`;
  const usual = {
    a: 10_142,
    b: true,
    p: '30000',
    s: '0.01',
    r: false,
    t: { limit: { tif: 'Gtc' } },
    c: cloid,
  };
  return { ...usual, ...change };
}

/** An action with as many orders. */
export function orderAction(...changes: readonly object[]): object {
  return { type: 'order', orders: changes.map((change) => orderRow(change)), grouping: 'na' };
}

/** The body of an action, signed by the sandbox's own wallet or by another one. */
export function signedAction(
  sandbox: Sandbox,
  action: object,
  nowMs = sandbox.clock.now() + 10_000 + (count += 1),
  apiSecret = sandbox.credentials['api_secret'] ?? '',
): string {
  const { wallet_address = '' } = sandbox.credentials;
  const signer = customSigner({
    nonce: 'rising',
    sign: (request) => signRequest(request, { wallet_address, api_secret: apiSecret }),
  });
  const params = { action: JSON.parse(JSON.stringify(action)) };
  const request = { method: 'POST', host: '127.0.0.1', path: '/exchange', params, encode: 'json' } as const;
  return signer.request(request, nowMs).body;
}

export async function exchange(sandbox: Sandbox, action: object): Promise<unknown> {
  return (await post(sandbox, '/exchange', signedAction(sandbox, action))).json();
}

export async function info(sandbox: Sandbox, question: object): Promise<unknown> {
  return (await post(sandbox, '/info', JSON.stringify(question))).json();
}

export function post({ rest }: Sandbox, path: string, body: string): Promise<Response> {
  return fetch(`${rest}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}
