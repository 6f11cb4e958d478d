import type { RequestToSign, SignatureParts } from 'ats-runtime';
import { keccak, packMessage, signDigest, typedDataDigest, type PackedValue } from 'ats-runtime/eip712';

/** What of the configuration Hyperliquid signs with. */
export interface Credentials {
  readonly wallet_address: string;
  /** The private key of the wallet, or of an API wallet that may trade for it. */
  readonly api_secret: string;
}

/**
 * Signs an action: its hash as MessagePack, with the nonce, is the connection id of a phantom agent, which is signed
 * as typed data (EIP-712). The venue recovers the signer and looks the wallet up, so that a wrong signature shows as
 * an unknown wallet.
 */
export function signRequest(request: RequestToSign, { api_secret: key }: Credentials): SignatureParts {
  const nonce = Number(request.nonce);
  const digest = typedDataDigest({
    domain: DOMAIN,
    types: { Agent: AGENT },
    primaryType: 'Agent',
    message: { source: networkOf(request), connectionId: connectionId(sentAction(request), nonce) },
  });
  return { params: { nonce, signature: { ...signDigest(digest, key) } } };
}

const DOMAIN = {
  name: 'Exchange',
  version: '1',
  chainId: 1337,
  verifyingContract: '0x0000000000000000000000000000000000000000',
} as const;

const AGENT = [
  { name: 'source', type: 'string' },
  { name: 'connectionId', type: 'bytes32' },
] as const;

/** The test network has another letter, so that no signature is good for both. */
function networkOf({ host }: RequestToSign): 'a' | 'b' {
  return host.includes('testnet') ? 'b' : 'a';
}

/** As it is in the body: the venue hashes the members in the order that they are sent in. */
function sentAction({ body }: RequestToSign): PackedValue {
  const { action }: { readonly action: PackedValue } = JSON.parse(body);
  return action;
}

/** The hash of the action, the nonce, and a zero for "no vault". */
function connectionId(action: PackedValue, nonce: number): Uint8Array {
  const tail = Buffer.alloc(9);
  tail.writeBigUInt64BE(BigInt(nonce));
  return keccak(packMessage(action), tail);
}
