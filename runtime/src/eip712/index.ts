export { keccak } from './keccak.js';
export { ethereumAddress, signDigest, type RecoverableSignature } from './secp256k1.js';
export { packMessage, type PackedValue } from './pack-message.js';
export { typedDataDigest, type TypedData, type TypedField, type TypedValue } from './typed-data.js';
