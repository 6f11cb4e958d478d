import { describe, expect, test } from 'vitest';
import {
  ethereumAddress,
  keccak,
  packMessage,
  signDigest,
  typedDataDigest,
  type PackedValue,
  type TypedData,
} from './index.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('keccak-256 of nothing is the one that Ethereum documents', () => {
  expect(hex(keccak())).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
});

describe("the standard's own example (EIP-712, Example.js)", () => {
  const person = [
    { name: 'name', type: 'string' },
    { name: 'wallet', type: 'address' },
  ];
  const mail: TypedData = {
    domain: {
      name: 'Ether Mail',
      version: '1',
      chainId: 1,
      verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
    },
    types: {
      Mail: [
        { name: 'from', type: 'Person' },
        { name: 'to', type: 'Person' },
        { name: 'contents', type: 'string' },
      ],
      Person: person,
    },
    primaryType: 'Mail',
    message: {
      from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
      to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
      contents: 'Hello, Bob!',
    },
  };
  const key = hex(keccak('cow'));

  test('gives its digest, address and signature', () => {
    const digest = typedDataDigest(mail);
    expect(hex(digest)).toBe('be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2');
    expect(ethereumAddress(key)).toBe('0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826');
    expect(signDigest(digest, key)).toEqual({
      r: '0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d',
      s: '0x07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562',
      v: 28,
    });
  });

  test.each([
    ['an address that is too short', { wallet: '0x00', name: 'x' }],
    ['a member that is missing', { name: 'x' }],
  ])('%s is refused by its name', (_, from) => {
    const message = { ...mail.message, from };
    expect(() => typedDataDigest({ ...mail, message })).toThrow(/^wallet is no address$/);
  });
});

test('lists, booleans, bytes and numbers of every width have their place', () => {
  expect(digestOf('uint64', 5)).toBe(digestOf('uint64', 5n));
  expect(digestOf('int8', -1)).not.toBe(digestOf('int8', 1));
  expect(digestOf('uint256[]', [1, 2])).not.toBe(digestOf('uint256[]', [2, 1]));
  expect(digestOf('bool', true)).not.toBe(digestOf('bool', false));
  expect(digestOf('bytes', '0x0102')).toBe(digestOf('bytes', Uint8Array.of(1, 2)));
  for (const [type, value] of [
    ['uint8', 256],
    ['uint8', -1],
    ['int8', 128],
    ['uint64', 2 ** 60],
    ['uint256[2]', [1]],
    ['bytes4', '0x00'],
    ['Strange', 'x'],
  ] as const)
    expect(() => digestOf(type, value), `${type} ${String(value)}`).toThrow(RangeError);
});

describe('MessagePack', () => {
  test.each<[PackedValue, string]>([
    [
      { type: 'cancel', cancels: [{ a: 10142, o: 91490942 }] },
      '82a474797065a663616e63656ca763616e63656c739182a161cd279ea16fce05740a7e',
    ],
    [{ o: 5123456789, c: undefined }, '81a16fcf000000013161bf15'],
    [[true, false, null, 4294967295, 4294967296, -1], '96c3c2c0ceffffffffcf0000000100000000ff'],
    [
      '0x66732d30303031000000000000000001',
      'd92230783636373332643330333033303331303030303030303030303030303030303031',
    ],
  ])('%j', (value, expected) => {
    expect(hex(packMessage(value))).toBe(expected);
  });

  test('what is no exact integer is refused', () => {
    for (const value of [0.1, 2 ** 53, NaN]) expect(() => packMessage([value])).toThrow(RangeError);
  });
});

test('a key that is none is refused without being shown', () => {
  for (const key of ['', '0x12', 'zz'.repeat(32), '0'.repeat(64), 'f'.repeat(64)]) {
    expect(() => ethereumAddress(key)).toThrow(/^the private key is no number/);
  }
  const key = '11'.repeat(32);
  expect(ethereumAddress(` 0x${key} `)).toBe(ethereumAddress(key));
});

/** Of a message with one member. */
function digestOf(type: string, x: TypedData['message'][string]): string {
  const types = { T: [{ name: 'x', type }] };
  return hex(typedDataDigest({ domain: {}, types, primaryType: 'T', message: { x } }));
}
